"""The address of every page in every state that people can meet, for checks and pictures."""

from tests.web.show_public import CONDITIONS, REFUSALS
from tests.web.worlds import WORLDS

PAGES = {
    "choose": "/",
    "home": "/{language}/",
    "home-signed-in": "/{language}/world/one/home",
    "sign-in": "/{language}/sign-in",
    **{
        f"sign-in-{state}": f"/{{language}}/state/sign-in/{state}"
        for state in ("idle", "absolute", "too-weak", "no-surer-key")
    },
    "signed-out": "/{language}/signed-out",
    "privacy": "/{language}/privacy",
    "privacy-read-only": "/{language}/state/read-only",
    "readers": "/{language}/readers",
    "accessibility": "/{language}/accessibility",
    "contact": "/{language}/contact",
    "terms": "/{language}/terms",
    "vendors": "/{language}/vendors",
    **{f"status-{name}": f"/{{language}}/state/status/{name}" for name in CONDITIONS},
    **{f"refused-{code}": f"/{{language}}/state/refused/{code}" for code in REFUSALS},
    "sessions": "/{language}/world/one/sessions",
    "stay": "/{language}/world/one/stay",
    "not-found": "/{language}/nowhere",
    "session-ended": "/{language}/state/failure/1",
    "signed-out-elsewhere": "/{language}/state/signed-out-elsewhere",
    "no-database": "/{language}/state/failure/2",
    **{
        f"failure-{status}": f"/{{language}}/state/failure/{status}"
        for status in (400, 401, 403, 405, 413, 429, 500)
    },
    "rights": "/{language}/world/path/rights/2026",
    "rights-declared": "/{language}/world/path/rights/2025",
    "rights-lost": "/{language}/world/only-past/rights/2025",
    "trainings": "/{language}/world/one/trainings",
    "trainings-chosen": "/{language}/world/one/trainings?year=2026&counts=yes",
    "trainings-none-fits": "/{language}/world/one/trainings?text=yoga&status=canceled&month=5",
    "trainings-nobody": "/{language}/world/nobody/trainings",
    "training": "/{language}/world/one/training/1",
    "calendar": "/{language}/world/one/calendar",
    "calendar-none": "/{language}/world/several/calendar",
    "export": "/{language}/world/one/export",
    "training-leave": "/{language}/world/one/training/3?year=2025",
    "training-changed": "/{language}/world/one/training/2",
    "certificates": "/{language}/world/one/certificates",
    "certificates-expired": "/{language}/world/only-past/certificates",
    "certificates-nobody": "/{language}/world/nobody/certificates",
    "looks": "/{language}/world/one/looks",
    "looks-own": "/{language}/world/several/looks",
    "looks-nobody": "/{language}/world/nobody/looks",
    "attestations": "/{language}/world/one/attestations",
    "attestations-refused": "/{language}/world/several/attestations",
    "attestations-none": "/{language}/world/nobody/attestations",
    "verify": "/{language}/verify",
    "verify-mistyped": "/{language}/verify?code=7K3",
    **{
        f"verify-{standing}": f"/{{language}}/world/one/check/{standing}"
        for standing in ("valid", "changed", "withdrawn", "unknown")
    },
    "unsent": "/{language}/world/one/employer/unsent",
    "unsent-nothing": "/{language}/world/nobody/employer/unsent",
    "employer-choose": "/{language}/world/one/employer/choose",
    "employer-choose-nothing": "/{language}/world/nobody/employer/choose",
    "employer-home": "/{language}/world/one/employer/home",
    "employer-workers": "/{language}/world/one/employer/workers",
    "employer-workers-found": "/{language}/world/several/employer/workers",
    "employer-workers-none": "/{language}/world/nobody/employer/workers",
    "employer-access": "/{language}/world/one/employer/access",
    "employer-access-faulty": "/{language}/world/several/employer/access",
    "employer-access-taking": "/{language}/world/one/employer/access-taking",
    "employer-access-revoking": "/{language}/world/one/employer/access-revoking",
    "employer-worker": "/{language}/world/one/employer/worker",
    "course-new": "/{language}/course/new/entry",
    "course-faulty": "/{language}/course/faulty/entry",
    "course-review": "/{language}/course/some/review",
    "course-done": "/{language}/course/some/done",
    "course-undone": "/{language}/course/undone/done",
    **{
        f"course-training-{state}": f"/{{language}}/course/{state}/training"
        for state in ("some", "faulty", "withdrawn")
    },
    "employer-export": "/{language}/course/some/export",
    "courses": "/{language}/course/some/entries",
    "courses-nothing": "/{language}/course/nothing/entries",
    "employer-home-nothing": "/{language}/world/nobody/employer/home",
    "employer-due": "/{language}/world/one/employer/due/newWorkers",
    "employer-due-nothing": "/{language}/world/nobody/employer/due/yearly",
    "employer-waiting": "/{language}/world/one/employer/waiting/toVerify",
    "employer-waiting-nothing": "/{language}/world/nobody/employer/waiting/planned",
    "employer-statistics": "/{language}/world/one/employer/statistics",
    "employer-statistics-few": "/{language}/world/several/employer/statistics",
    "employer-statistics-nothing": "/{language}/world/nobody/employer/statistics",
    "employer-submissions": "/{language}/world/one/employer/submissions",
    "employer-submissions-none-fits": "/{language}/world/several/employer/submissions",
    "employer-submissions-nothing": "/{language}/world/nobody/employer/submissions",
    "employer-submission": "/{language}/world/one/employer/submission",
    "employer-submission-refused": "/{language}/world/several/employer/submission",
    "employer-singly": "/{language}/world/one/employer/singly",
    "employer-files": "/{language}/world/one/employer/files",
    "employer-files-nothing": "/{language}/world/nobody/employer/files",
    **{
        f"employer-file-{state}": f"/{{language}}/world/{world}/employer/file"
        for state, world in (("done", "one"), ("refused", "several"), ("working", "nobody"))
    },
    "employer-seen": "/{language}/world/path/employer/seen",
    "employer-rights": "/{language}/world/one/employer/rights",
    "employer-rights-refused": "/{language}/world/several/employer/rights",
    "employer-opt-outs": "/{language}/world/one/employer/opt-outs",
    "employer-opt-outs-refused": "/{language}/world/several/employer/opt-outs",
    "employer-opt-out": "/{language}/world/one/employer/opt-out",
    "employer-right": "/{language}/world/one/employer/right",
    "balance": "/{language}/world/one/employer/balance",
    "balance-refused": "/{language}/world/several/employer/balance",
    "balances": "/{language}/world/one/employer/balances",
    "balances-refused": "/{language}/world/several/employer/balances",
    "sheets": "/{language}/sheet/some/sheets",
    "sheets-nothing": "/{language}/sheet/nothing/sheets",
    **{
        f"sheet-{state}": f"/{{language}}/sheet/{state}/sheet"
        for state in ("checking", "checked", "declared", "refused")
    },
    "styleguide": "/{language}/styleguide",
    **{f"account-{world}": f"/{{language}}/world/{world}/account" for world in WORLDS},
}
# One page of each shape, for checks that the words of a state do not change.
SHAPES = [
    page
    for page in PAGES
    if not page.startswith(("refused-", "failure-"))
    or page in {"refused-unreachable", "failure-500"}
]
