"""The magnitudes planted in the data: seed 0 has those of the course's text, other seeds move them within bands."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .random import Dice

BANDS = (500, 520, 540, 560, 580, 600, 620, 640, 660, 680, 700, 720)
"""Lower ends of the score bands; each is 20 points wide."""

CUTOFF_BAND = BANDS.index(620)
DEFAULT_PER_MILLE = (373, 296, 229, 174, 129, 95, 69, 50, 36, 26, 18, 13)
"""Share of loans that go bad by score band: 1 / (1 + 8 · 2^((s − 600) / 40)) at the band's middle s, in per mille."""


@dataclass(frozen=True)
class Planted:
    """Counts and shares that the generator reproduces. Tuples by channel follow organic, paid, affiliate, partner."""

    # F2: applications, and approval in per cent, by channel; the rate of every channel rises by one point in Q4
    h1_volumes: tuple[int, ...] = (5_700, 2_700, 1_000, 1_400)
    q3_volumes: tuple[int, ...] = (5_200, 2_600, 1_000, 1_200)
    q4_volumes: tuple[int, ...] = (5_000, 2_500, 5_000, 1_300)
    q3_percent: tuple[int, ...] = (54, 38, 22, 61)
    test_applications: int = 200

    # F9 and F10: scored applicants of Q4 by band; thin files
    scored: tuple[int, ...] = (900, 1_000, 1_100, 1_200, 1_250, 1_300, 1_250, 1_200, 1_050, 900, 700, 500)
    manual: int = 81
    thin: int = 5_244
    thin_approved: int = 1_154

    # F7 and F8: loans, late payers, the portfolio of 31 December
    loans: int = 12_700
    active: int = 5_200
    late: int = 213
    late_balance_bp: int = 680
    restructured_balance_bp: int = 160
    early_default_h1_bp: int = 190
    early_default_october_bp: int = 600

    # F1, F3, F5, F17: payments
    payments: int = 84_000
    attempts: int = 97_000
    internal_payments: int = 3_100
    settled: tuple[int, int, int] = (23_500, 24_000, 27_000)
    approved_on_last_day: int = 780
    retried: int = 280
    charged_twice: int = 186
    charged_twice_cents: int = 706_800
    incident_lift_bp: int = 140
    b_ke2_before: int = 880
    b_ke2_after: int = 710
    late_evening_per_mille: int = 120

    # F4 and F14: disputes, refunds that the ledger missed
    disputes: tuple[int, int, int] = (80, 89, 161)
    duplicate_disputes: tuple[int, int, int] = (0, 14, 64)
    missed_refunds: int = 41
    missed_refund_cents: int = 160_400

    # F11 and F12: consents and API calls
    consents: int = 9_000
    ripe_consents: int = 2_800
    lapse_per_mille: int = 310
    lapse_reminded_per_mille: int = 120
    clean_refreshes: int = 1_100_000
    polled_unchanged: int = 240_000

    # F13: sizes and conversions of control and treatment, on current systems and on old Android
    exp_modern: tuple[int, int] = (8_010, 7_990)
    exp_old: tuple[int, int] = (2_250, 1_450)
    exp_modern_converted: tuple[int, int] = (2_515, 2_557)
    exp_old_converted: tuple[int, int] = (405, 311)

    # F15, F16, F18: delivery
    ledger_failures: int = 12
    core_hours: int = 210
    tickets: int = 640
    mobile_tickets: int = 397
    core_tickets: int = 26
    downtime_seconds: int = 1_008

    funnel_events: int = 55_000

    @property
    def q4_percent(self) -> tuple[int, ...]:
        return tuple(percent + 1 for percent in self.q3_percent)


def planted(seed: int) -> Planted:
    """The magnitudes for a seed. Those that must fit together move together, so that each fact keeps its structure."""
    base = Planted()
    if seed == 0:
        return base
    dice = Dice(seed, "planted")
    return replace(base, **_lending(dice, base), **_pay(dice), **_link(dice), **_delivery(dice))


def _lending(dice: Dice, base: Planted) -> dict:
    q3_percent = tuple(percent + dice.between(-2, 2) for percent in base.q3_percent)
    q4_volumes = tuple(volume + 100 * dice.between(-2, 2) for volume in base.q4_volumes)
    total = sum(q4_volumes)
    approved = sum(volume * (percent + 1) // 100 for volume, percent in zip(q4_volumes, q3_percent, strict=True))
    manual, unscored = dice.between(72, 92), dice.between(1_400, 1_500)
    low, high = base.scored[:CUTOFF_BAND], base.scored[CUTOFF_BAND:]
    thin = total * dice.between(370, 390) // 1_000
    return {
        "q3_volumes": tuple(volume + 100 * dice.between(-1, 1) for volume in base.q3_volumes),
        "q3_percent": q3_percent,
        "q4_volumes": q4_volumes,
        "manual": manual,
        "scored": _scaled(low, total - unscored - approved + manual) + _scaled(high, approved - manual),
        "thin": thin,
        "thin_approved": thin * dice.between(212, 228) // 1_000,
        "active": dice.between(5_150, 5_250),
        "late": dice.between(207, 220),
        "late_balance_bp": dice.between(668, 692),
        "restructured_balance_bp": dice.between(152, 168),
        "early_default_h1_bp": dice.between(182, 198),
        "early_default_october_bp": dice.between(580, 620),
    }


def _scaled(shares: tuple[int, ...], total: int) -> tuple[int, ...]:
    parts = [total * share // sum(shares) for share in shares]
    return (parts[0] + total - sum(parts), *parts[1:])


def _pay(dice: Dice) -> dict:
    november, december = 24_000 + 100 * dice.between(-2, 2), 27_000 + 100 * dice.between(-2, 2)
    charged_twice, missed_refunds = dice.between(178, 194), dice.between(36, 46)
    return {
        "internal_payments": dice.between(3_060, 3_140),
        "settled": (23_500, november, december),
        "disputes": (dice.between(74, 86), dice.between(84, 94), november * 671 // 100_000 + dice.between(0, 3)),
        "duplicate_disputes": (0, dice.between(11, 16), dice.between(60, 68)),
        "retried": charged_twice + dice.between(88, 100),
        "charged_twice": charged_twice,
        "charged_twice_cents": charged_twice * dice.between(3_760, 3_840),
        "incident_lift_bp": dice.between(132, 148),
        "b_ke2_before": dice.between(872, 888),
        "b_ke2_after": dice.between(702, 718),
        "late_evening_per_mille": dice.between(115, 125),
        "missed_refunds": missed_refunds,
        "missed_refund_cents": missed_refunds * dice.between(3_800, 4_000),
    }


def _link(dice: Dice) -> dict:
    return {
        "lapse_per_mille": dice.between(300, 320),
        "lapse_reminded_per_mille": dice.between(112, 128),
        "clean_refreshes": 1_000 * dice.between(1_085, 1_115),
        "polled_unchanged": 1_000 * dice.between(234, 246),
    }


def _delivery(dice: Dice) -> dict:
    shift, lost_customers = dice.between(-30, 30), dice.between(-20, 20)
    return {
        "exp_modern": (8_010 + shift, 7_990 + shift),
        "exp_old": (2_250, 1_450 + lost_customers),
        "exp_modern_converted": ((8_010 + shift) * 314 // 1_000, (7_990 + shift) * 320 // 1_000),
        "exp_old_converted": (405, 311 + lost_customers * 311 // 1_450),
        "ledger_failures": dice.between(11, 13),
        "core_hours": dice.between(200, 220),
        "mobile_tickets": dice.between(390, 404),
        "core_tickets": dice.between(24, 28),
        "downtime_seconds": dice.between(960, 1_050),
    }
