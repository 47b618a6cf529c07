"""What the API says when a call cannot be answered: problem details after RFC 9457, as an exception."""

from __future__ import annotations

TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    503: "Service Unavailable",
}


class Problem(Exception):
    """A call that is refused: ``code`` is stable and for programs, ``detail`` is a sentence for people."""

    def __init__(self, status: int, code: str, detail: str, headers: dict[str, str] | None = None):
        super().__init__(detail)
        self.status, self.code, self.detail, self.headers = status, code, detail, headers or {}

    @property
    def body(self) -> dict:
        """The problem as JSON values."""
        return {"title": TITLES[self.status], "status": self.status, "code": self.code, "detail": self.detail}
