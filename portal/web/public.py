"""Pages that anybody may read: the choice of language, the home, the promises; and the health."""

from flask import Blueprint, Response, jsonify, redirect, render_template, url_for
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as AnyResponse

from portal.database import reading
from portal.login.identity import public
from portal.web.page import LANGUAGE_PREFIX, preferred_language

entrance = Blueprint("entrance", __name__)
views = Blueprint("public", __name__, url_prefix=LANGUAGE_PREFIX)


@entrance.get("/")
@public
def choose() -> AnyResponse | str:
    """Lead to the home in the reader's language; ask, if nothing tells which that is."""
    language = preferred_language()
    if language is None:
        return render_template("public/choose.html")
    answer = redirect(url_for("public.home", language=language))
    answer.vary.update(("Accept-Language", "Cookie"))
    return answer


@entrance.get("/health")
@public
def health() -> tuple[Response, int]:
    """Tell a watching program whether the portal can reach its data."""
    try:
        with reading() as db:
            db.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return jsonify(status="DOWN"), 503
    return jsonify(status="UP"), 200


@views.get("/")
@public
def home() -> str:
    """Say what the learning account is, and lead to it."""
    return render_template("public/home.html")


@views.get("/privacy")
@public
def privacy() -> str:
    """Say what is kept of whom, and who sees it."""
    return render_template("public/privacy.html")


@views.get("/accessibility")
@public
def accessibility() -> str:
    """Say what is done so that everybody can read the pages, and what is not known."""
    return render_template("public/accessibility.html")


@views.get("/signed-out")
@public
def signed_out() -> str:
    """Confirm that nobody is signed in here any more."""
    return render_template("public/signed_out.html")
