"""What is asked of Garmin by range of days, and how its answers become wellness days.

Each dataset: one request for up to `days` days, split into one raw row a day, and each raw row
into canonical values. Where two datasets know the same column, the later one of this list wins,
whatever the order of arrival (`canonical`).
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sync.sources.garmin.extract import condition, daytime, night
from sync.sources.garmin.extract.values import Values, day

Row = dict[str, Any]
CHUNK = 28  # what the range endpoints have been seen to answer


class Dataset(NamedTuple):
    """path: with {start}, {end} and {name} (the account's display name). params likewise.
    where: the keys that lead to the list of rows, none if the answer is the list itself;
    keyed: an object of lists is found there instead.
    spare: asked only for windows in which the summary says nothing of this column."""

    name: str
    path: str
    rows: Callable[[Any], list[Row]]
    values: Callable[[Row], Values]
    params: Mapping[str, str] = {}
    days: int = CHUNK
    where: tuple[str, ...] = ()
    keyed: bool = False
    spare: str | None = None
    intraday: bool = False


DATASETS: tuple[Dataset, ...] = (
    Dataset(
        "stress",
        "/usersummary-service/stats/stress/daily/{start}/{end}",
        daytime.stress_rows,
        daytime.stress,
        spare="stress_avg",
    ),
    Dataset(
        "body_battery",
        "/wellness-service/wellness/bodyBattery/reports/daily",
        daytime.body_battery_rows,
        daytime.body_battery,
        params={"startDate": "{start}", "endDate": "{end}"},
        spare="body_battery_high",
    ),
    Dataset(
        "summary",
        "/usersummary-service/v2/dailysummaries",
        daytime.summary_rows,
        daytime.summary,
        params={"startDate": "{start}", "endDate": "{end}"},
        where=("data",),
        intraday=True,
    ),
    Dataset(
        "sleep",
        "/sleep-service/stats/sleep/daily/{start}/{end}",
        night.sleep_rows,
        night.sleep,
        where=("individualStats",),
        intraday=True,
    ),
    Dataset(
        "hrv",
        "/hrv-service/hrv/daily/{start}/{end}",
        night.hrv_rows,
        night.hrv,
        where=("hrvSummaries",),
        intraday=True,
    ),
    Dataset(
        "readiness",
        "/metrics-service/metrics/trainingreadiness/{start}/{end}",
        condition.readiness_rows,
        condition.readiness,
        intraday=True,
    ),
    Dataset(
        "training_status",
        "/metrics-service/metrics/trainingstatus/weekly/{name}",
        condition.status_rows,
        condition.status,
        params={"fromCalendarDate": "{start}", "toCalendarDate": "{end}"},
        where=("reportData",),
        keyed=True,
    ),
    Dataset(
        "vo2max",
        "/metrics-service/metrics/maxmet/daily/{start}/{end}",
        condition.vo2max_rows,
        condition.vo2max,
    ),
    Dataset(
        "weight",
        "/weight-service/weight/range/{start}/{end}",
        condition.weight_rows,
        condition.weight,
        params={"includeAll": "True"},
        where=("dailyWeightSummaries",),
        days=364,
    ),
    Dataset(
        "resting_hr",
        "/userstats-service/wellness/daily/{name}",
        daytime.resting_rows,
        daytime.resting,
        params={"fromDate": "{start}", "untilDate": "{end}", "metricId": "60"},
        where=("allMetrics", "metricsMap"),
        keyed=True,
        days=364,
    ),
)

BY_NAME = {dataset.name: dataset for dataset in DATASETS}


def recognised(dataset: Dataset, payload: Any) -> bool:
    """Are the rows, or their absence, where they belong? An empty answer says "nothing"."""
    for key in dataset.where:
        if isinstance(payload, dict) and key in payload:
            payload = payload[key]
        else:
            return not payload
    return not payload or isinstance(payload, dict if dataset.keyed else list)


def split(dataset: Dataset, payload: Any) -> dict[str, Row]:
    """The answer as one row a day. Of a day that comes twice, the last one counts."""
    found: dict[str, Row] = {}
    for row in dataset.rows(payload):
        date = day(row.get("calendarDate")) or day(row.get("date")) or day(row.get("summaryDate"))
        if date:
            found[date] = row
    return found


def canonical(raw: Mapping[str, Row]) -> Values:
    """One day's values from its raw rows by dataset."""
    values: Values = {}
    for dataset in DATASETS:
        if dataset.name in raw:
            values.update(dataset.values(raw[dataset.name]))
    return values
