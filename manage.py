#!/usr/bin/env python
"""Django's command line."""

import os
import sys

from django.core.management import execute_from_command_line

# These change or empty the tables, which the account that serves may not.
AS_OWNER = {"migrate", "guards", "makemigrations", "flush", "dbshell"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "electoral.settings")
    if len(sys.argv) > 1 and sys.argv[1] in AS_OWNER:
        os.environ["OFFICE_AS_OWNER"] = "1"
    execute_from_command_line(sys.argv)
