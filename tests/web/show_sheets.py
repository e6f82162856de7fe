"""Shows the pages of sheets of trainings in every state."""

from flask import Blueprint

from portal.entering.sheets import State
from portal.web.page import LANGUAGE_PREFIX
from portal.web.styleguide_employer import OWN
from portal.web.styleguide_sheet import REMARKS, shown_sheet
from tests.web.signed import render_as

views = Blueprint("shown_sheet", __name__, url_prefix=f"{LANGUAGE_PREFIX}/sheet/<state>")


@views.get("/sheets")
def sheets(state: str) -> str:
    nothing = state == "nothing"
    return render_as(
        "importing/sheets.html",
        acting=OWN,
        imports=[] if nothing else [shown_sheet(one) for one in State],
        refusal="Choose a file: an XLSX workbook, or CSV in UTF-8." if nothing else "",
        detail={},
    )


@views.get("/sheet")
def sheet(state: str) -> str:
    shown = shown_sheet(State(state))
    remarks = () if shown.state.is_working or shown.refusal else REMARKS
    return render_as(
        "importing/sheet.html",
        acting=OWN,
        sheet=shown,
        remarks=remarks,
        count=len(remarks) * 5,
        refused=len(remarks),
        most_marked=5_000,
    )
