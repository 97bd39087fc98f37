"""Thresholds, zones and the person, as Garmin has them: asked once a day."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from analytics.zones import ZoneBound
from mirror import ledger, raw, settings
from mirror.athlete import athlete, save_athlete
from mirror.database import Mirror
from mirror.ledger import Entry
from mirror.reads import thresholds as reads
from sync import thresholds
from sync.engine.contract import Session
from sync.engine.errors import MissingError
from sync.sources.garmin.asking import confirmed
from sync.sources.garmin.client import GarminClient
from sync.sources.garmin.extract import thresholds as extract
from sync.sources.garmin.extract.thresholds import Found, FoundZones
from sync.sources.garmin.extract.values import at, number
from sync.sources.garmin.wellness import SOURCE, packed

DATASET, ITEM = "thresholds", "latest"
_AGAIN = timedelta(hours=20)
_BIOMETRIC = "/biometric-service"
_PATHS = {
    "lactate_threshold": f"{_BIOMETRIC}/biometric/latestLactateThreshold",
    "cycling_ftp": f"{_BIOMETRIC}/biometric/latestFunctionalThresholdPower/CYCLING",
    "heart_rate_zones": f"{_BIOMETRIC}/heartRateZones",
    "power_zones": f"{_BIOMETRIC}/powerZones/sports/all",
    "user_settings": "/userprofile-service/userprofile/user-settings",
    "gear": "/gear-service/gear/filterGear",
}
_ZONES_WRITTEN = "garmin.zones"


class FitnessUnit:
    """The athlete's own values are never replaced; Garmin's are stored when they change."""

    dataset = DATASET
    label = "thresholds, zones and gear"

    def __init__(self, session: Session, client: GarminClient, today: date, profile: str) -> None:
        self.items = [ITEM]
        self._session = session
        self._client = client
        self._today = today
        self._profile = profile

    def run(self) -> None:
        answers = {kind: self._get(kind, path) for kind, path in _PATHS.items()}
        session, mirror = self._session, self._session.mirror
        now = session.now()
        session.tally.fetched += len(answers)
        with mirror.transaction():
            new = [
                kind
                for kind, answer in answers.items()
                if answer
                and raw.keep(
                    mirror, SOURCE, kind, "latest", packed(answer), fetched_at=now.isoformat()
                )
            ]
            if new:
                changed = self._apply(answers)
                session.tally.written += changed
            state: ledger.State = "full" if any(answers.values()) else "absent"
            entry = Entry(ITEM, state, next_try_at=_seconds(now + _AGAIN))
            ledger.put(mirror, SOURCE, DATASET, [entry], now=_seconds(now))

    def _get(self, kind: str, path: str) -> Any:
        params = {"userProfilePk": self._profile} if kind == "gear" else {}
        if kind == "gear" and not self._profile:
            return None
        try:
            return confirmed(lambda: self._client.get(path, params))
        except MissingError:
            return None

    def _apply(self, answers: dict[str, Any]) -> int:
        mirror = self._session.mirror
        changed = _person(mirror, answers["user_settings"])
        dated = extract.cycling_ftp(answers["cycling_ftp"]) + extract.lactate(
            answers["lactate_threshold"]
        )
        power, power_zones = extract.power_zones(answers["power_zones"])
        heart, heart_zones = extract.heart_rate_zones(answers["heart_rate_zones"])
        told = {(found.sport, found.metric) for found in dated}
        undated = [f for f in (*power, *heart) if (f.sport, f.metric) not in told]
        for found in (*dated, *undated):
            changed += self._threshold(found)
        for zones in (*power_zones, *heart_zones):
            changed += self._zones(zones)
        return changed

    def _threshold(self, found: Found) -> int:
        """Stored if it says something new. 1 if so."""
        mirror = self._session.mirror
        sport = reads.ALL if found.sport == "any" else found.sport
        since = min(found.valid_from or self._today.isoformat(), self._today.isoformat())
        ruling = reads.in_force(reads.until(mirror, since), sport).get(found.metric)
        if ruling is not None:
            if ruling.source == "athlete" and (found.valid_from is None or ruling.sport == sport):
                return 0
            if ruling.source == "garmin" and abs(ruling.value - found.value) < 0.05:
                return 0
        try:
            thresholds.set_threshold(mirror, sport, found.metric, found.value, since, "garmin")
        except thresholds.ThresholdError as error:
            self._session.tally.error(f"Garmin's {found.metric} is left out: {error}")
            return 0
        return 1

    def _zones(self, found: FoundZones) -> int:
        """Zone tables carry no source, so what we wrote is remembered: a table that differs from
        it is the athlete's and stays."""
        mirror = self._session.mirror
        sport = reads.ALL if found.sport == "any" else found.sport
        written: dict[str, list[float]] = json.loads(settings.get(mirror, _ZONES_WRITTEN) or "{}")
        key = f"{sport}/{found.metric}"
        stored = [
            zone
            for zone in reads.zones_until(mirror, self._today.isoformat())
            if (zone.sport, zone.metric) == (sport, found.metric)
        ]
        latest = max((zone.valid_from for zone in stored), default=None)
        lowers = [zone.lower or 0.0 for zone in stored if zone.valid_from == latest]
        floors = list(found.floors)
        if lowers == floors or (stored and lowers != written.get(key)):
            return 0
        uppers: list[float | None] = [*floors[1:], None]
        table = [
            ZoneBound(k, low, high, f"Z{k}")
            for k, (low, high) in enumerate(zip(floors, uppers, strict=True), start=1)
        ]
        thresholds.set_zones(mirror, sport, found.metric, table, self._today.isoformat())
        settings.put(mirror, _ZONES_WRITTEN, json.dumps({**written, key: floors}))
        return 1


def _person(mirror: Mirror, answer: Any) -> int:
    """Fills in what the athlete has not said: year of birth, sex, weight. 1 if something."""
    me = athlete(mirror)
    born = _year(at(answer, "userData", "birthDate"))
    grams = number(at(answer, "userData", "weight"), 20_000, 400_000)
    sex = {"MALE": "m", "FEMALE": "f"}.get(str(at(answer, "userData", "gender")))
    better = me._replace(
        birth_year=me.birth_year or born,
        sex=me.sex or sex,
        weight_kg=me.weight_kg or (grams / 1000 if grams else None),
    )
    if better == me:
        return 0
    save_athlete(mirror, better)
    if (better.sex, better.birth_year) != (me.sex, me.birth_year):
        thresholds.recompute(mirror)
    return 1


def _year(text: Any) -> int | None:
    """Of a date of birth."""
    try:
        return date.fromisoformat(text[:10]).year if isinstance(text, str) else None
    except ValueError:
        return None


def _seconds(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
