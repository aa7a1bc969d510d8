"""Telling somebody that a night failed.

Belongs here: the log line and the optional webhook (`PMA_WEBHOOK_URL`). The payload carries names
of steps and checks, counts and our own messages: no values of rows, no secrets, no addresses.
"""

from __future__ import annotations

import json
import logging
import re
import urllib.error
import urllib.request
from typing import Any

from dagster_project.lib.pii_scan import EMAIL_PATTERN

log = logging.getLogger("pma.notify")
TIMEOUT_SECONDS = 5
MAX_TEXT = 500


def clean(text: str) -> str:
    """One short line without anything that looks like an address or a credential."""
    text = re.sub(EMAIL_PATTERN, "(removed)", " ".join(text.split()))
    text = re.sub(r"(?i)(password|token|secret|key)\s*[=:]\s*\S+", r"\1=(removed)", text)
    return text[:MAX_TEXT]


def payload(job: str, run_id: str, step: str, message: str) -> dict[str, Any]:
    """What the webhook gets; `text` is what chat systems show."""
    return {
        "text": clean(f"{job} failed at {step}: {message}"),
        "job": job,
        "run_id": run_id,
        "step": step,
        "published": False,
    }


def notify_failure(webhook_url: str | None, job: str, run_id: str, step: str, message: str) -> bool:
    """Log the failure and post it where a webhook is set; never raises, true if delivered."""
    body = payload(job, run_id, step, message)
    log.error("%s (nothing was published)", body["text"])
    if not webhook_url:
        return False
    request = urllib.request.Request(
        webhook_url,
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            return 200 <= answer.status < 300
    except (urllib.error.URLError, OSError, ValueError) as error:
        log.error("the webhook could not be reached: %s", type(error).__name__)
        return False
