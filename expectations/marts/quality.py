"""Business bounds of `quality`: what the house says of itself."""

from __future__ import annotations

from expectations._suite import CRITICAL, WARNING, Suite, has_rows, no_rows, not_negative, present

SUITES = (
    Suite(
        "quality.builds",
        (has_rows("build", severity=CRITICAL), present("build_id", "A build has an id.")),
    ),
    Suite(
        "quality.exclusions",
        (has_rows("exclusion", 0), not_negative("row_count", "A number of rows")),
    ),
    Suite(
        "quality.files",
        (
            has_rows("file", 0),
            not_negative("rows_in", "A number of rows"),
            no_rows(
                "no_file_failed",
                "status = 'failed'",
                "Every file in the drop zone could land.",
                severity=WARNING,
            ),
        ),
    ),
    Suite(
        "quality.issues",
        (
            has_rows("issue", 0),
            no_rows(
                "no_issue_is_an_error",
                "severity = 'error'",
                "Issues inform or warn; an error stops the night.",
            ),
        ),
        pii=frozenset({"detail", "key_text"}),
    ),
    Suite(
        "quality.pii_findings",
        (has_rows("finding", 0), not_negative("row_count", "A number of rows")),
    ),
    Suite(
        "quality.quarantine",
        (has_rows("line", 0), present("rule", "Each line in quarantine names the rule it broke.")),
        pii=frozenset({"value", "raw_text"}),
    ),
    Suite(
        "quality.reconciliation",
        (
            has_rows("balance", 0),
            no_rows(
                "nothing_is_lost",
                "not is_balanced",
                "Rows and money that came in stand in raw, in quarantine or among the exclusions.",
            ),
        ),
    ),
    Suite(
        "quality.restatements",
        (
            has_rows("change", 0),
            no_rows(
                "a_change_changes",
                "old_value is not distinct from new_value",
                "A restatement has another value than the one that was published.",
            ),
        ),
    ),
    Suite(
        "quality.tracking_health",
        (
            has_rows("day of an ad account"),
            no_rows(
                "blind_spend_adds_up",
                "spend <> spend_matched + spend_shared + spend_untagged + spend_no_landing",
                "Every amount is followed to visits, or counted under the reason why not.",
            ),
            no_rows(
                "most_spend_is_followed",
                "spend > 0 and tracking_coverage < 0.5",
                "Half of an account's money is spent blind.",
                severity=WARNING,
            ),
        ),
    ),
    Suite(
        "quality.utm_without_campaign",
        (has_rows("combination", 0), not_negative("touches", "A number of touches")),
    ),
)
