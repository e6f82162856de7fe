"""Pages that anybody may read: the choice of language, the home, the promises; and the health."""

from fractions import Fraction

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    jsonify,
    redirect,
    render_template,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from portal.clock import today
from portal.duties.condition import Health, parts_now
from portal.law.parameters import LEAVER_ACCESS
from portal.login.identity import public
from portal.web.checks import checks
from portal.web.condition import condition
from portal.web.page import LANGUAGE_PREFIX, page_language, preferred_language
from portal.web.terms import TERMS
from portal.web.vendors import SCOPES, codes, zones

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
    """Tell a watching program how each part of the service is; 503 without the database."""
    parts = parts_now()
    checks = {
        part.name: {
            "status": Health.UP if part.works else Health.DOWN,
            **({"since": part.since.isoformat()} if part.since and not part.works else {}),
        }
        for part in parts.all
    }
    status = 503 if parts.health is Health.DOWN else 200
    return jsonify(status=parts.health, checks=checks), status


@entrance.get("/schemas/<string:name>")
@public
def schema(name: str) -> Response:
    """Give a schema of messages in XML, or an example of one."""
    # Only whoever asks for them needs the parser of XML.
    from portal.wire.xml.published import published  # noqa: PLC0415

    body = published().get(name)
    if body is None:
        abort(404)
    return Response(body, mimetype="application/xml")


@views.get("/")
@public
def home() -> str:
    """Say what the learning account is, and lead to it."""
    return render_template("public/home.html", example_days=Fraction(5, 2))


@views.get("/privacy")
@public
def privacy() -> str:
    """Say what is kept of whom, from whom, how long, and in which cookies."""
    return render_template("public/privacy.html", cookies=_cookies())


@views.get("/readers")
@public
def readers() -> str:
    """Say who may read a worker's data, and what of it."""
    return render_template("public/readers.html", leaver_days=LEAVER_ACCESS.on_or_first(today()))


@views.get("/accessibility")
@public
def accessibility() -> str:
    """Say what was tested so that everybody can read the pages, when, and what was not."""
    return render_template("public/accessibility.html", checks=checks())


@views.get("/contact")
@public
def contact() -> str:
    """Say whom to ask for what."""
    return render_template("public/contact.html")


@views.get("/status")
@public
def status() -> str:
    """Say whether the data and the digital keys can be reached, and how old the data is."""
    found = condition(page_language())
    if not found.data:
        g.without_data = True
    age = (today() - found.loaded_at.date()).days if found.loaded_at else 0
    return render_template("public/status.html", condition=found, age=age)


@views.get("/terms")
@public
def terms() -> str:
    """Explain the words of the law."""
    return render_template("public/terms.html", terms=TERMS)


@views.get("/vendors")
@public
def vendors() -> str:
    """Say how software declares: addresses, commands, limits, and every code."""
    service = current_app.config["SERVICE"]
    return render_template(
        "public/vendors.html", service=service, scopes=SCOPES, codes=codes(), zones=zones()
    )


@views.get("/signed-out")
@public
def signed_out() -> str:
    """Confirm that nobody is signed in here any more."""
    return render_template("public/signed_out.html")


def _cookies() -> dict[str, str]:
    """Return the names of our cookies by their purpose, as this portal sets them."""
    config = current_app.config
    return {
        "session": config["SESSION_KEY_COOKIE"],
        "sign_in": config["BROWSER_KEY_COOKIE"],
        "form": config["SESSION_COOKIE_NAME"],
        "language": config["LANGUAGE_COOKIE"],
    }
