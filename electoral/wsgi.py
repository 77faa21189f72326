import os
from contextlib import suppress

from django.core.wsgi import get_wsgi_application
from django.db import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "electoral.settings")
application = get_wsgi_application()

from electoral.office.guards import refuse_an_owner

with suppress(OperationalError):  # a database that is away is what the health page says
    refuse_an_owner()
