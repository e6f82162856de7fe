"""What a WSGI server loads: `gunicorn wsgi:app`."""

from portal import logs
from portal.app import create_app
from portal.settings import load_settings

logs.set_up(load_settings())
app = create_app()
