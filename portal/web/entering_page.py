"""The page of the form of one course, with what the door says of it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from flask import render_template

from portal.database import reading
from portal.entering.entry import Answer
from portal.entering.keeping import known_providers
from portal.login.representing import current_acting
from portal.web.choosing import Choice, ask_for_workers
from portal.web.course_form import sorted_out
from portal.web.filters import LONGEST_TEXT


def entry_page(
    entry_id: UUID,
    fields: Mapping[str, str],
    choice: Choice,
    answers: Iterable[Answer] = (),
) -> str:
    """Return the form as it was typed."""
    with reading() as db:
        providers = known_providers(db, current_acting())
    chosen, found = ask_for_workers(choice)
    return render_template(
        "entering/entry.html",
        acting=current_acting(),
        entry_id=entry_id,
        fields=fields,
        choice=choice,
        chosen=chosen,
        found=found,
        findings=sorted_out(answers),
        providers=providers,
        longest_text=LONGEST_TEXT,
    )
