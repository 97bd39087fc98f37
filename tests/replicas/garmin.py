"""A replica of Garmin Connect: sign-in, token renewal, the endpoints the product asks, and faults.

    with running(Athlete(first, last), tmp_path) as garmin:
        os.environ.update(garmin.environment())   # or the environment of a subprocess

Everything that was asked stands in `garmin.log`. What it will not do: judge a client.
"""

import itertools
import json
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from tests.replicas import garmin_answers as answers
from tests.replicas.garmin_athlete import Athlete
from tests.replicas.proxy import Proxy, Request, Response

EMAIL, PASSWORD, CODE = "athlete@example.com", "correct horse battery", "271828"
NAME = "athlete-0001"
#: Faults that a client can tell from a true answer; the mix of `faults`.
LOUD = ("401", "403", "429", "429-after", "500", "502", "html", "cut", "drop", "slow")
#: Faults that look like "there is nothing": at most once a question, so that asking again tells.
SILENT = ("404", "204", "null", "empty")


class Asked(NamedTuple):
    host: str
    method: str
    path: str
    query: dict[str, str]
    status: int


class GarminReplica:
    """mfa, captcha, throttled, sign_in_answer: how the sign-in answers. on_sign_in: called when
    a password comes in. faults: share of API answers that fail.

    token_s: lifetime of an access token. longest_range: more days than that is a 400.
    strict_rotation: an old refresh token is dead at once; otherwise it lives until the new access
    token was used, so that a lost answer does not sign anybody out.
    ignores_start: every page of the list is the first one.
    """

    def __init__(self, athlete: Athlete, folder: Path) -> None:
        self.athlete = athlete
        self.mfa = False
        self.captcha = False
        self.throttled = False
        self.sign_in_answer: Any = None
        self.on_sign_in: Callable[[], object] | None = None
        self.on_request: Callable[[int], object] | None = None
        self.faults = 0.0
        self.fault_kinds: tuple[str, ...] = LOUD + SILENT
        self.token_s = 14_400
        self.longest_range = 28
        self.strict_rotation = False
        self.ignores_start = False
        self.log: list[Asked] = []
        self.pages: dict[str, Response] = {}
        self.biometrics: dict[str, Any] = {}
        self._planned: list[tuple[re.Pattern[str], str]] = []
        self._random = random.Random(5)
        self._once: Counter[str] = Counter()
        self._row = 0
        self._numbers = itertools.count(1)
        self._access: set[str] = set()
        self._refresh: dict[str, set[str]] = {}  # refresh token → those it replaces
        self._lock = threading.Lock()
        self._proxy = Proxy(folder, self._answer)

    # -- for the tests --------------------------------------------------------------------

    def environment(self) -> dict[str, str]:
        return self._proxy.environment()

    def close(self) -> None:
        self._proxy.close()

    def tokens(self, *, expires_in: float | None = None) -> str:
        """What a sign-in would have stored."""
        given = self._issue(expires_in=expires_in)
        return json.dumps(
            {
                "di_token": given["access_token"],
                "di_refresh_token": given["refresh_token"],
                "di_client_id": "GARMIN_CONNECT_MOBILE_ANDROID_DI_2025Q2",
            }
        )

    def fail(self, path: str, *kinds: str) -> None:
        """The next answers to a matching path fail so, in this order."""
        self._planned += [(re.compile(path), kind) for kind in kinds]

    def expire_tokens(self) -> None:
        """Access tokens are not active any more; refresh tokens are."""
        with self._lock:
            self._access.clear()

    def revoke(self) -> None:
        with self._lock:
            self._access.clear()
            self._refresh.clear()

    def asked(self, pattern: str = "") -> list[Asked]:
        return [entry for entry in self.log if re.search(pattern, entry.path)]

    # -- the service ----------------------------------------------------------------------

    def _answer(self, request: Request) -> Response:
        if self.on_sign_in and request.path.endswith("/api/login"):
            self.on_sign_in()
        with self._lock:
            response = self._route(request)
            status = 0 if response.drop else response.status
            self.log.append(
                Asked(request.host, request.method, request.path, dict(request.query), status)
            )
            if self.on_request:
                self.on_request(len(self.log))
        return response

    def _route(self, request: Request) -> Response:
        host = request.host.split(".")[0]
        if request.host + request.path in self.pages:
            return self.pages[request.host + request.path]
        if host == "sso":
            return self._sso(request)
        fault = self._fault(request)
        if fault is not None:
            return fault
        if host == "diauth":
            return self._token(request)
        if host != "connectapi":
            return Response(404, b"<html>nothing here</html>", "text/html")
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        if bearer not in self._access or answers.expiry(bearer) < time.time():
            return Response.of({"message": "Token is not active"}, 401)
        self._used(bearer)
        return self._api(request)

    def _fault(self, request: Request) -> Response | None:
        for k, (pattern, kind) in enumerate(self._planned):
            if pattern.search(request.path):
                del self._planned[k]
                return answers.fault(kind)
        if self._random.random() >= self.faults or self._row >= 2:
            self._row = 0  # never more than two in a row: the mix is bad luck, not an outage
            return None
        kind = self._random.choice(self.fault_kinds)
        if kind in SILENT:
            question = f"{request.path}?{sorted(request.query.items())}"
            self._once[question] += 1
            if self._once[question] > 1 or request.host.startswith("diauth"):
                return None
        self._row += 1
        return answers.fault(kind)

    def _sso(self, request: Request) -> Response:
        if self.throttled:
            return Response(429, b"<html>slow down</html>", "text/html")
        if request.method == "GET":
            return Response(200, b"<html><title>Sign in</title></html>", "text/html")
        if request.path.endswith("/api/login"):
            return self._login(request.json())
        if request.path.endswith("/api/mfa/verifyCode"):
            right = request.json().get("mfaVerificationCode") == CODE
            return self._ticket() if right else answers.refusal("MFA_CODE_INVALID")
        return Response(404, b"", "text/html")

    def _login(self, given: dict[str, Any]) -> Response:
        if self.sign_in_answer is not None:
            return Response.of(self.sign_in_answer)
        if self.captcha:
            return answers.refusal("CAPTCHA_REQUIRED")
        if (given.get("username"), given.get("password")) != (EMAIL, PASSWORD):
            return answers.refusal("INVALID_USERNAME_PASSWORD")
        if self.mfa:
            return Response.of(
                {
                    "responseStatus": {"type": "MFA_REQUIRED"},
                    "customerMfaInfo": {"mfaLastMethodUsed": "email"},
                }
            )
        return self._ticket()

    def _ticket(self) -> Response:
        ticket = f"ST-{next(self._numbers):07}-sso"
        return Response.of(
            {"serviceTicketId": ticket, "responseStatus": {"type": "SUCCESSFUL"}},
            Set_Cookie="CASTGC=TGT-1; Path=/; Secure; HttpOnly",
        )

    def _token(self, request: Request) -> Response:
        form = request.form()
        if form.get("grant_type") != "refresh_token":
            return Response.of(self._issue())
        known = form.get("refresh_token", "")
        if known not in self._refresh:
            return Response.of({"error": "invalid_grant"}, 400)
        return Response.of(self._issue(replaces=known))

    def _issue(
        self, *, replaces: str | None = None, expires_in: float | None = None
    ) -> dict[str, Any]:
        lifetime = self.token_s if expires_in is None else expires_in
        number = next(self._numbers)
        access = answers.jwt({"exp": int(time.time() + lifetime), "jti": number})
        refresh = f"refresh-{number:07}"
        self._access.add(access)
        self._refresh[refresh] = {replaces} if replaces else set()
        if replaces and self.strict_rotation:
            del self._refresh[replaces]
        return {"access_token": access, "refresh_token": refresh, "expires_in": int(lifetime)}

    def _used(self, bearer: str) -> None:
        number = answers.claims(bearer)["jti"]
        for replaced in self._refresh.get(f"refresh-{number:07}", set()):
            self._refresh.pop(replaced, None)

    def _api(self, request: Request) -> Response:
        for pattern, handler in _ROUTES:
            if found := pattern.match(request.path):
                return handler(self, request, found)
        return Response.of({"message": "HTTP 404 Not Found", "error": "NotFoundException"}, 404)

    # -- the endpoints --------------------------------------------------------------------

    def _range(self, dataset: str, start: str, end: str, most: int | None = None) -> Any:
        begin, finish = date.fromisoformat(start), date.fromisoformat(end)
        if (finish - begin).days >= (most or self.longest_range):
            return None
        return self.athlete.rows(dataset, begin, finish)

    def _list(self, request: Request) -> Response:
        start = 0 if self.ignores_start else int(request.query.get("start", 0))
        limit = int(request.query.get("limit", 20))
        begin = date.fromisoformat(request.query.get("startDate", "2000-01-01"))
        finish = date.fromisoformat(request.query.get("endDate", "2100-01-01"))
        rows = [self.athlete.activity(k) for k in self.athlete.activity_ids()]
        inside = [r for r in rows if begin.isoformat() <= r["startTimeLocal"][:10] <= str(finish)]
        return Response.of(inside[start : start + limit])

    def _activity(self, ident: int) -> Response:
        if ident not in self.athlete.activity_ids():
            return Response.of({"message": "HTTP 404 Not Found"}, 404)
        return Response.of({"activityId": ident, "summaryDTO": {}})

    def _file(self, ident: int) -> Response:
        if ident not in self.athlete.activity_ids() or ident in self.athlete.without_file:
            return Response.of({"message": "HTTP 404 Not Found"}, 404)
        return Response(200, self.athlete.fit(ident), "application/x-zip-compressed")


Handler = Callable[[GarminReplica, Request, re.Match[str]], Response]


def _ranged(
    dataset: str,
    wrap: Callable[[list[Any]], Any],
    *,
    names: tuple[str, str] | None = None,
    most: int | None = None,
) -> Handler:
    def handler(garmin: GarminReplica, request: Request, found: re.Match[str]) -> Response:
        start, end = [request.query[n] for n in names] if names else found.groups()
        rows = garmin._range(dataset, start, end, most)
        if rows is None:
            return Response.of({"errors": ["the range is too long"]}, 400)
        return Response(204) if not rows and dataset == "hrv" else Response.of(wrap(rows))

    return handler


def _biometric(name: str, otherwise: Any) -> Handler:
    return lambda garmin, _request, _found: Response.of(garmin.biometrics.get(name, otherwise))


_DAYS = r"/(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)$"
_ROUTES: list[tuple[re.Pattern[str], Handler]] = [
    (re.compile(pattern), handler)
    for pattern, handler in (
        (
            "/userprofile-service/socialProfile$",
            lambda *_: Response.of(
                {"displayName": NAME, "fullName": "Test Athlete", "profileId": 9}
            ),
        ),
        (
            "/userprofile-service/userprofile/user-settings$",
            _biometric("settings", {"userData": {"gender": "MALE", "birthDate": "1985-05-05"}}),
        ),
        (
            "/sleep-service/stats/sleep/daily" + _DAYS,
            _ranged("sleep", lambda rows: {"overallStats": {}, "individualStats": rows}),
        ),
        ("/hrv-service/hrv/daily" + _DAYS, _ranged("hrv", lambda rows: {"hrvSummaries": rows})),
        (
            "/usersummary-service/v2/dailysummaries$",
            _ranged("summary", lambda rows: {"data": rows}, names=("startDate", "endDate")),
        ),
        ("/usersummary-service/stats/stress/daily" + _DAYS, _ranged("stress", list)),
        (
            "/wellness-service/wellness/bodyBattery/reports/daily$",
            _ranged("body_battery", list, names=("startDate", "endDate")),
        ),
        ("/metrics-service/metrics/trainingreadiness" + _DAYS, _ranged("readiness", list)),
        (
            f"/metrics-service/metrics/trainingstatus/weekly/{NAME}$",
            _ranged(
                "training_status",
                lambda rows: {"reportData": {"3400000001": rows}},
                names=("fromCalendarDate", "toCalendarDate"),
            ),
        ),
        ("/metrics-service/metrics/maxmet/daily" + _DAYS, _ranged("vo2max", list)),
        (
            "/weight-service/weight/range" + _DAYS,
            _ranged("weight", lambda rows: {"dailyWeightSummaries": rows}, most=366),
        ),
        (
            f"/userstats-service/wellness/daily/{NAME}$",
            _ranged(
                "resting_hr",
                lambda rows: {"allMetrics": {"metricsMap": {"WELLNESS_RESTING_HEART_RATE": rows}}},
                names=("fromDate", "untilDate"),
                most=366,
            ),
        ),
        (
            "/activitylist-service/activities/search/activities$",
            lambda garmin, request, _found: garmin._list(request),
        ),
        (
            r"/activity-service/activity/(\d+)$",
            lambda garmin, _request, found: garmin._activity(int(found[1])),
        ),
        (
            r"/download-service/files/activity/(\d+)$",
            lambda garmin, _request, found: garmin._file(int(found[1])),
        ),
        (
            "/device-service/deviceservice/mylastused$",
            lambda garmin, _request, _found: Response.of(
                {"lastUsedDeviceUploadTime": int(garmin.athlete.uploaded_at.timestamp() * 1000)}
            ),
        ),
        ("/biometric-service/biometric/latestLactateThreshold$", _biometric("lactate", [])),
        ("/biometric-service/biometric/latestFunctional.*/CYCLING$", _biometric("ftp", {})),
        ("/biometric-service/heartRateZones$", _biometric("heart_rate_zones", [])),
        ("/biometric-service/powerZones/sports/all$", _biometric("power_zones", [])),
        ("/gear-service/gear/filterGear$", _biometric("gear", [])),
    )
]


@contextmanager
def running(athlete: Athlete, folder: Path) -> Iterator[GarminReplica]:
    garmin = GarminReplica(athlete, folder)
    try:
        yield garmin
    finally:
        garmin.close()
