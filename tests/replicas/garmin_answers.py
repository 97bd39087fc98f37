"""Answers of the replica that are no data: faults, refusals, tokens."""

import base64
import json
from typing import Any

from tests.replicas.proxy import Response


def fault(kind: str) -> Response:
    match kind:
        case "html":
            page = b"<html><title>We will be back soon</title></html>"
            return Response(200, page, "text/html")
        case "cut":
            return Response(200, b"[" + b'{"a": 1},' * 400 + b"{}]", cut=True)
        case "drop":
            return Response(drop=True)
        case "slow":
            return Response(504, b'{"error": "gateway timeout"}', delay_s=0.2)
        case "204":
            return Response(204)
        case "null":
            return Response(200, b"null")
        case "empty":
            return Response.of([])
        case "429-after":
            return Response.of({"error": "too many"}, 429, Retry_After="1")
        case "429-hour":
            return Response.of({"error": "too many"}, 429, Retry_After="3600")
        case "changed":
            return Response.of({"days": [{"day": "2026-11-22", "sleep": 27000}]})
        case "403":
            return Response(403, b"Forbidden", "text/plain")
    return Response.of({"error": kind, "errorId": "0"}, int(kind))


def refusal(kind: str) -> Response:
    return Response.of({"serviceTicketId": None, "responseStatus": {"type": kind}}, 401)


def jwt(claims: dict[str, Any]) -> str:
    parts = ({"alg": "RS256", "typ": "JWT"}, claims)
    encoded = [base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=") for p in parts]
    return b".".join([*encoded, b"signature"]).decode()


def claims(token: str) -> dict[str, Any]:
    body = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return found


def expiry(token: str) -> float:
    return float(claims(token)["exp"])
