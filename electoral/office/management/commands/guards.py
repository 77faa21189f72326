from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from electoral.office.guards import statements


class Command(BaseCommand):
    help = "Give the application's role its rights and put the guards in place (as the owner, after migrate)."

    @transaction.atomic
    def handle(self, **options):
        role = settings.APP_ROLE
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if not cursor.fetchone():
                cursor.execute(f'CREATE ROLE "{role}"')
                cursor.execute(f'GRANT "{role}" TO CURRENT_USER')  # for SET ROLE
            cursor.execute("SELECT current_setting('server_version_num')::int >= 170000")
            for statement in statements(role, maintain=cursor.fetchone()[0]):
                cursor.execute(statement)
