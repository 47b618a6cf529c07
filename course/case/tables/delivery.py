"""How Mandaro ships software: deployments, incidents, the internal platform Runway and the backlog."""

from __future__ import annotations

from ..schema import Column, Table

TEAM_NAMES = ("Lend", "Pay", "Link", "Core", "Risk", "Mobile", "MerchantOps", "Data", "Runway")
SERVICES = ("checkout", "ledger", "lending", "link-api", "scoring", "mobile-backend")
STRATEGIES = ("direct", "rolling", "canary", "blue_green", "flag")
CAUSES = ("deployment", "capacity", "dependency", "configuration", "data")

DEPLOYMENTS = Table(
    name="deployments",
    grain="one deployment of one service to production in 2025",
    key=("deploy_id",),
    owner="Runway",
    columns=(
        Column("deploy_id", "INTEGER", "Number of the deployment, in order of time."),
        Column("service", "VARCHAR", "The service; ledger belongs to Core, checkout to Pay.", values=SERVICES),
        Column(
            "first_commit_at",
            "TIMESTAMP",
            "When the first commit of the change was written; lead time runs from here to deployed_at.",
            unit="UTC",
        ),
        Column("deployed_at", "TIMESTAMP", "When it reached production.", unit="UTC"),
        Column("strategy", "VARCHAR", "How it was rolled out.", values=STRATEGIES),
        Column(
            "pr_number",
            "INTEGER",
            "The pull request that was deployed.",
            null_when="no new code was deployed, only an older version put back",
        ),
        Column("lines_changed", "INTEGER", "Lines added and removed.", unit="lines"),
        Column("unplanned", "BOOLEAN", "True if it was made to repair an earlier deployment (rework)."),
        Column("needed_intervention", "BOOLEAN", "True if somebody had to step in: the change failed."),
        Column(
            "recovered_at",
            "TIMESTAMP",
            "When the service was well again.",
            unit="UTC",
            null_when="needed_intervention is false",
        ),
    ),
)

INCIDENTS = Table(
    name="incidents",
    grain="one incident that was declared",
    key=("incident_id",),
    owner="Runway",
    columns=(
        Column("incident_id", "VARCHAR", "Code of the incident, INC-01 to INC-14, in order of starting."),
        Column("service", "VARCHAR", "The service that was hit.", values=SERVICES),
        Column(
            "severity",
            "INTEGER",
            "1: customers could not use the service, the minutes from started_at to "
            "mitigated_at count as unavailable; 2: it worked wrongly; 3: it was slow.",
        ),
        Column("started_at", "TIMESTAMP", "When it began to harm.", unit="UTC"),
        Column("detected_at", "TIMESTAMP", "When somebody or an alarm noticed.", unit="UTC"),
        Column("mitigated_at", "TIMESTAMP", "When the harm ended.", unit="UTC"),
        Column("cause", "VARCHAR", "What set it off.", null_when="not found out", values=CAUSES),
    ),
    irregular=("What nobody declared is not here.",),
)

TEAMS = Table(
    name="teams",
    grain="one team of Mandaro that builds software on the platform Runway",
    key=("team",),
    owner="Runway",
    columns=(
        Column("team", "VARCHAR", "Name of the team.", values=TEAM_NAMES),
        Column("mission", "VARCHAR", "What the team is there for."),
        Column("engineers", "INTEGER", "Engineers in the team.", unit="people"),
        Column(
            "golden_path_since",
            "DATE",
            "Since when the team builds and deploys the way that Runway supports.",
            null_when="the team still uses its own way",
        ),
    ),
)

PLATFORM_USAGE = Table(
    name="platform_usage",
    grain="one team in one month of 2025",
    key=("team", "month"),
    owner="Runway",
    columns=(
        Column("team", "VARCHAR", "The team.", references="teams.team"),
        Column("month", "DATE", "First day of the month."),
        Column("builds", "INTEGER", "Builds that were started.", unit="builds"),
        Column("failed_builds", "INTEGER", "Builds that failed for reasons of the platform.", unit="builds"),
        Column(
            "hours_lost",
            "INTEGER",
            "Working hours that the team's engineers spent waiting for the platform or working around it.",
            unit="hours",
            null_when="the team's builds were not measured yet",
        ),
    ),
    irregular=("MerchantOps and Data were first measured in April: their hours before are NULL, not 0.",),
)

PLATFORM_TICKETS = Table(
    name="platform_tickets",
    grain="one request for help to the platform team in 2025",
    key=("ticket_id",),
    owner="Runway",
    columns=(
        Column("ticket_id", "INTEGER", "Number of the ticket, in order of opening."),
        Column("team", "VARCHAR", "The team that asked.", references="teams.team"),
        Column("opened_at", "TIMESTAMP", "When it was opened.", unit="UTC"),
        Column("closed_at", "TIMESTAMP", "When it was closed.", unit="UTC", null_when="still open on 31 December 2025"),
        Column(
            "topic",
            "VARCHAR",
            "What it is about.",
            values=("build", "deployment", "access", "database", "tests", "question"),
        ),
        Column("priority", "VARCHAR", "How urgent the asking team called it.", values=("low", "normal", "high")),
    ),
)

BACKLOG = Table(
    name="backlog",
    grain="one item that could be built in the second quarter of 2026",
    key=("item_id",),
    owner="Data",
    columns=(
        Column("item_id", "VARCHAR", "Code of the item, B01 to B14."),
        Column("title", "VARCHAR", "What would be built."),
        Column("value_keur", "INTEGER", "Expected value over twelve months.", unit="thousand euro"),
        Column("weeks", "INTEGER", "Effort.", unit="team weeks"),
        Column("budget_keur", "INTEGER", "Money needed beside the effort.", unit="thousand euro"),
        Column(
            "requires",
            "VARCHAR",
            "The item that must be done before.",
            references="backlog.item_id",
            null_when="none must",
        ),
        Column("mandatory", "BOOLEAN", "True if rules leave no choice."),
        Column(
            "delay_eur_per_week",
            "INTEGER",
            "What each week of waiting costs.",
            unit="euro a week",
            null_when="not estimated",
        ),
    ),
)

DELIVERY = (DEPLOYMENTS, INCIDENTS, TEAMS, PLATFORM_USAGE, PLATFORM_TICKETS, BACKLOG)
