from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from electoral.office.guards import statements

# The role is the whole server's: two databases made at once (one a test worker) both find none, and the second's
# CREATE waits for the first's and then finds it. Granted to whoever makes it, for SET ROLE.
ROLE = """DO $$ BEGIN
    CREATE ROLE "{role}";
    GRANT "{role}" TO CURRENT_USER;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$"""


class Command(BaseCommand):
    help = "Give the application's role its rights and put the guards in place (as the owner, after migrate)."

    @transaction.atomic
    def handle(self, **options):
        role = settings.APP_ROLE
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if not cursor.fetchone():
                cursor.execute(ROLE.format(role=role))
            cursor.execute("SELECT current_setting('server_version_num')::int >= 170000")
            for statement in statements(role, maintain=cursor.fetchone()[0]):
                cursor.execute(statement)
