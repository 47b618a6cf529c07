"""The content of the depth dial: five companies, eight competences, and a depth and a reason for each pair."""

from __future__ import annotations

from dataclasses import dataclass

LEVELS = ("not needed", "follows the talk", "reads it and asks", "works with it", "could teach it")
DEEPEST = len(LEVELS) - 1
COMPETENCES = (
    "Code",
    "Systems and what fails",
    "APIs",
    "Questions to data",
    "How the thing is made",
    "Law and standards",
    "Cost, price and risk",
    "The users’ own work",
)


@dataclass(frozen=True)
class Company:
    """A company: its kind, its name and product, and for each competence a depth from 0 to 4 with the reason."""

    kind: str
    product: str
    depths: tuple[tuple[int, str], ...]


COMPANIES = (
    Company(
        "Cloud tooling",
        "Stagehand shows web developers a preview of every change",
        (
            (4, "Your users write code all day. You try each release in a small project of your own."),
            (4, "The product is infrastructure. You argue about regions, queues and slow first starts."),
            (4, "The API and the command line are the front door. You decide how both behave."),
            (3, "You follow builds and failures in logs and tables, without waiting for an analyst."),
            (3, "From a line of code to a page in a browser: you can draw every step."),
            (2, "Large customers ask for security certificates. You know what these demand."),
            (3, "Customers pay by use. One generous default eats the margin of an account."),
            (4, "You have shipped software, or sat at night beside people whose release failed."),
        ),
    ),
    Company(
        "Clothing",
        "Selvedge sells jeans that are cut to the customer’s measures",
        (
            (1, "The shop runs on software that was bought. You follow the talk and leave the code alone."),
            (2, "Shop, stock and warehouse must agree. You know which one is right when they do not."),
            (1, "One link to the factory, one to the parcel service. You know what passes through."),
            (2, "Returns by size and fabric: you ask the table yourself, then walk to the cutting room."),
            (4, "Fibres, cuts, shrinkage, smallest orders: you know why a hem costs what it costs."),
            (3, "Fibre labels, dyes, country of origin: every market has its rules, and customs reads them."),
            (3, "The margin is made in cutting: waste, returns, stock that is left when the season ends."),
            (4, "You watch people try things on, and you read what they write on return slips."),
        ),
    ),
    Company(
        "B2C lending",
        "Mandaro Lend gives consumers six-month loans (B2C: business to consumer)",
        (
            (2, "You read the rule that decides, and ask about its edges. Others write it."),
            (3, "Identity check, score, contract, payout: you can draw the chain and break each link."),
            (2, "Scores and bank data come in through APIs. You read what these promise, and what not."),
            (4, "Defaults by month, approvals by channel: you write the query before you hold an opinion."),
            (4, "How a score is built, how a yes is made, what a missed instalment sets off."),
            (4, "Reasons for a refusal, fair treatment, protected data: a wrong screen is a breach."),
            (4, "One bad loan eats what several good ones earn. You work where that balance tips."),
            (3, "People borrow in a hurry and on a phone. You know which sentence makes them stop."),
        ),
    ),
    Company(
        "Open-banking API",
        "Mandaro Link lets partner apps read bank accounts, if the customer agrees",
        (
            (3, "You call the API from a notebook, read the examples, and try the errors out."),
            (3, "A request passes banks, queues and second tries. You know where it waits and gets lost."),
            (4, "The API is the product. You decide its fields, its limits, its versions and its errors."),
            (3, "Calls and errors by partner: you find out who asks too often and who gave up."),
            (3, "Each bank connects in its own way. You know how account data gets from there to an app."),
            (4, "Consent is asked for, renewed, withdrawn, deleted on time. It fills half of the specification."),
            (2, "Partners pay by month and by call. You know what a call costs."),
            (4, "Your users are developers elsewhere. You build a small app on your own API to feel it."),
        ),
    ),
    Company(
        "Data platform",
        "Lantern, inside Mandaro, fills the tables that nine teams rely on",
        (
            (3, "You write queries every day and read the jobs that fill the tables."),
            (4, "Pipelines, stores, schedules: the system is the product, and you say what it promises."),
            (3, "Teams use your tables as they would an API. A renamed column breaks five reports."),
            (4, "You know what each column counts. You are the one whom the others ask."),
            (3, "From a tap on a phone to a figure for the board: you know each station on the way."),
            (3, "Who may see personal data, and for how long: a deletion has to reach every copy."),
            (2, "Storage and queries cost money that no customer sees. You know which table is dear."),
            (3, "Your users sit two desks away, and work around you if you make them wait."),
        ),
    ),
)
