import datetime
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import electoral.office.guards
import walks.models.area_change
import walks.models.classification
import walks.models.listing_request
import walks.models.roll_review
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('office', '0002_delegation'),
        ('office', '__first__'),
        ('papers', '0002_wording'),
        ('roll', '0002_categories'),
        ('walks', '0002_notations'),
    ]

    operations = [
        migrations.CreateModel(
            name='AreaChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=walks.models.area_change.change_reference, max_length=9, unique=True)),
                ('kind', models.CharField(choices=[('rapid', 'Split for rapid development'), ('census', 'Split from census data'), ('boundary', 'Boundary moved between Walks')], max_length=10)),
                ('status', models.CharField(choices=[('drafted', 'Draft'), ('submitted', 'With Head Office'), ('accepted', 'Waits for the RR004 of its Walks'), ('in_force', 'In force, street file to be aligned'), ('aligned', 'Done'), ('returned', 'Returned'), ('withdrawn', 'Withdrawn')], default='drafted', max_length=10)),
                ('remarks', models.TextField(blank=True, max_length=4000)),
                ('seed', models.CharField(blank=True, help_text='Of the proposal that was chosen.', max_length=20)),
                ('unfit', models.CharField(blank=True, default='Choose a proposal, or share the faces out.', help_text='What the last check of the parts said against them.', max_length=500)),
                ('drafted_at', models.DateTimeField(auto_now_add=True)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, help_text='Why it was returned or withdrawn.', max_length=500)),
                ('effective_on', models.DateField(null=True)),
                ('aligned_at', models.DateTimeField(null=True)),
                ('aligned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('walk', electoral.office.guards.DivisionalKey(db_constraint=False, help_text='The Walk that is split, or that gives.', on_delete=django.db.models.deletion.PROTECT, to='walks.walk')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'id'), name='area_change_of_division'), models.UniqueConstraint(condition=models.Q(('status__in', ['aligned', 'withdrawn']), _negated=True), fields=('division', 'walk'), name='one_open_change_of_a_walk'), models.CheckConstraint(condition=models.Q(('decided_by', models.F('submitted_by')), _negated=True), name='nobody_approves_their_own_split')],
            },
        ),
        migrations.CreateModel(
            name='AreaFace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('odd', 'Odd numbers'), ('even', 'Even numbers'), ('all', 'Both sides')], max_length=4)),
                ('numbers', django.contrib.postgres.fields.ranges.IntegerRangeField()),
                ('residences', models.PositiveIntegerField()),
                ('ranged', models.BooleanField(default=True, help_text='Otherwise it stands in the Walk by a pin, outside its ranges.')),
                ('longitude', models.FloatField(help_text="The middle of its residences' points.", null=True)),
                ('latitude', models.FloatField(null=True)),
                ('change', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='faces', to='walks.areachange')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('street', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='roll.street')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'change', 'street', 'side', 'numbers'), name='area_face_once')],
            },
        ),
        migrations.CreateModel(
            name='AreaPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('residences', models.PositiveIntegerField(default=0)),
                ('is_open', models.BooleanField(default=True, help_text='Until the change is done or withdrawn.')),
                ('after', electoral.office.guards.DivisionalKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='made_by', to='walks.walk')),
                ('before', electoral.office.guards.DivisionalKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='continued_as', to='walks.walk')),
                ('change', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='walks.areachange')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('division', 'id'), name='area_part_of_division'), models.UniqueConstraint(fields=('division', 'change', 'position'), name='area_part_position_once'), models.UniqueConstraint(fields=('division', 'change', 'number'), name='area_part_number_once'), models.UniqueConstraint(condition=models.Q(('is_open', True)), fields=('division', 'number'), name='one_open_change_of_a_number')],
            },
        ),
        migrations.CreateModel(
            name='Boundary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('geometry', models.JSONField()),
                ('from_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('ccd', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='boundaries', to='walks.ccd')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
            ],
            options={
                'verbose_name_plural': 'boundaries',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('division', 'ccd'), name='one_boundary_of_a_ccd')],
            },
        ),
        migrations.CreateModel(
            name='CcdChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old_code', models.CharField(max_length=20)),
                ('new_code', models.CharField(max_length=20)),
                ('effective_on', models.DateField()),
                ('loaded_on', models.DateField()),
                ('settled_on', models.DateField(blank=True, null=True)),
                ('settled_as', models.CharField(blank=True, help_text='What the division made of it.', max_length=200)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('walk', electoral.office.guards.DivisionalKey(db_constraint=False, help_text='The Walk of the old CCD when the file came.', null=True, on_delete=django.db.models.deletion.PROTECT, to='walks.walk')),
            ],
            options={
                'verbose_name': 'CCD change',
                'constraints': [models.UniqueConstraint(fields=('division', 'old_code', 'new_code', 'effective_on'), name='ccd_change_once'), models.CheckConstraint(condition=models.Q(('settled_on', None), models.Q(('settled_as', ''), _negated=True), _connector='OR'), name='a_settled_change_says_how')],
            },
        ),
        migrations.CreateModel(
            name='Classification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=walks.models.classification.line_reference, max_length=9, unique=True)),
                ('number', models.PositiveIntegerField()),
                ('status', models.CharField(choices=[('drafted', 'Draft'), ('submitted', 'With the Area Manager'), ('recommended', 'With the Director of Operations'), ('approved', 'Approved'), ('returned', 'Returned'), ('withdrawn', 'Withdrawn')], default='drafted', max_length=12)),
                ('kind', models.CharField(choices=[('new', 'New Walk'), ('split', 'Part of a split'), ('boundary', 'Moved boundary'), ('density', 'Changed density')], max_length=10)),
                ('residences', models.PositiveIntegerField()),
                ('ccds', models.TextField(blank=True)),
                ('present_class', models.CharField(blank=True, choices=[('urban', 'Urban'), ('low_density', 'Low density')], max_length=12)),
                ('features', models.JSONField(default=list)),
                ('recommended_class', models.CharField(blank=True, choices=[('urban', 'Urban'), ('low_density', 'Low density')], help_text='What the features point to; empty at a tie.', max_length=12)),
                ('proposed_class', models.CharField(blank=True, choices=[('urban', 'Urban'), ('low_density', 'Low density')], max_length=12)),
                ('security_access_buildings', models.PositiveIntegerField(blank=True, help_text='Residences in security access buildings, which are not paid (10.2).', null=True)),
                ('pay_difference', models.IntegerField(help_text='Cents a review, by the rates of the day.', null=True)),
                ('has_map', models.BooleanField(default=False)),
                ('remarks', models.TextField(blank=True, max_length=4000)),
                ('recommended_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('office', models.CharField(blank=True, help_text='The office of whoever decided.', max_length=400)),
                ('reason', models.CharField(blank=True, help_text='Why it was returned or withdrawn.', max_length=1000)),
                ('from_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('delegation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='office.delegation')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('part', electoral.office.guards.DivisionalKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='classifications', to='walks.areapart')),
                ('recommended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('walk', electoral.office.guards.DivisionalKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='classifications', to='walks.walk')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('division', 'id'), name='classification_of_division'), models.UniqueConstraint(condition=models.Q(('ended_on', None), ('status', 'approved')), fields=('division', 'walk'), name='one_standing_approval_of_a_walk'), models.CheckConstraint(condition=models.Q(models.Q(('walk', None), _negated=True), models.Q(('part', None), _negated=True), _connector='OR'), name='a_line_is_of_a_walk_or_a_part'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by', models.F('submitted_by')), _negated=True), models.Q(('recommended_by', models.F('submitted_by')), _negated=True)), name='nobody_approves_what_they_submitted'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'approved'), _negated=True), models.Q(('decided_by__isnull', False), ('delegation__isnull', False), ('recommended_by', None)), models.Q(('decided_by__isnull', False), ('delegation', None), ('recommended_by__isnull', False), models.Q(('decided_by', models.F('recommended_by')), _negated=True)), _connector='OR'), name='an_approval_has_its_two_steps')],
            },
        ),
        migrations.CreateModel(
            name='DivisionReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=walks.models.roll_review.review_reference, max_length=9, unique=True)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('calling_from', models.TimeField(default=datetime.time(8, 0))),
                ('calling_until', models.TimeField(default=datetime.time(20, 0))),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'id'), name='division_review_of_division'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='field_work_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('calling_until__gt', models.F('calling_from'))), name='calling_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='DwellingChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_schedule', models.BooleanField()),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('from_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('chosen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('residence', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='choices', to='roll.residence')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('division', 'residence'), name='one_choice_of_a_dwelling')],
            },
        ),
        migrations.CreateModel(
            name='DwellingDefault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dwelling_kind', models.CharField(max_length=20)),
                ('by_schedule', models.BooleanField()),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'dwelling_kind'), name='one_default_of_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='Estimate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('figures', models.JSONField(help_text='code: value, of the day.')),
                ('totals', models.JSONField()),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('review', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='estimates', to='walks.divisionreview')),
            ],
            options={
                'ordering': ['-version'],
                'constraints': [models.UniqueConstraint(fields=('division', 'review', 'version'), name='estimate_version_once'), models.UniqueConstraint(fields=('division', 'id'), name='estimate_of_division')],
            },
        ),
        migrations.CreateModel(
            name='EstimateLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('walk_class', models.CharField(blank=True, max_length=12)),
                ('method', models.CharField(blank=True, choices=[('visit', 'Visit by Review Officers'), ('schedule', 'Schedule'), ('mail', 'Mail review'), ('agent', 'Electoral agents')], max_length=10)),
                ('residences', models.PositiveIntegerField()),
                ('electors', models.PositiveIntegerField()),
                ('hours', models.DecimalField(decimal_places=2, max_digits=8)),
                ('costs', models.JSONField(help_text='method: cents')),
                ('expected', models.JSONField(help_text='forms, cards, letters')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('estimate', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='walks.estimate')),
                ('walk', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='walks.walk')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'estimate', 'walk'), name='a_walk_once_in_an_estimate')],
            },
        ),
        migrations.CreateModel(
            name='HighRisk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=walks.models.roll_review.risk_reference, max_length=9, unique=True)),
                ('low', models.PositiveIntegerField(blank=True, null=True)),
                ('high', models.PositiveIntegerField(blank=True, null=True)),
                ('reason', models.CharField(max_length=500)),
                ('review_on', models.DateField()),
                ('from_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('marked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('street', electoral.office.guards.DivisionalKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='roll.street')),
                ('walk', electoral.office.guards.DivisionalKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='walks.walk')),
            ],
            options={
                'verbose_name_plural': 'high risks',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('street', None), ('walk__isnull', False)), models.Q(('street__isnull', False), ('walk', None)), _connector='OR'), name='a_risk_is_of_a_walk_or_a_street'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_risk_has_its_reason'), models.CheckConstraint(condition=models.Q(('review_on__gt', models.F('from_on'))), name='a_risk_is_reviewed')],
            },
        ),
        migrations.CreateModel(
            name='Lineage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ancestor', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='split_into', to='walks.walk')),
                ('change', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='walks.areachange')),
                ('descendant', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='split_from', to='walks.walk')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'ancestor', 'descendant'), name='lineage_once')],
            },
        ),
        migrations.CreateModel(
            name='ListingRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=walks.models.listing_request.request_reference, max_length=9, unique=True)),
                ('number', models.PositiveIntegerField()),
                ('officers', models.PositiveIntegerField(help_text='Review Officers to be engaged.')),
                ('in_hand', models.PositiveIntegerField(default=0, help_text='Walks in hand: the reserve (5.1b).')),
                ('status', models.CharField(choices=[('drafted', 'Draft'), ('sent', 'Sent'), ('closed', 'Closed')], default='drafted', max_length=10)),
                ('sent_on', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, help_text='Why it was closed.', max_length=200)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('order', electoral.office.guards.DivisionalKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='walks.listingorder')),
                ('review', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='walks.divisionreview')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('division', 'review', 'number'), name='request_number_once'), models.UniqueConstraint(fields=('division', 'id'), name='listing_request_of_division')],
            },
        ),
        migrations.CreateModel(
            name='PlanningFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('meaning', models.CharField(max_length=120)),
                ('unit', models.CharField(max_length=30)),
                ('value', models.DecimalField(decimal_places=4, max_digits=12)),
                ('from_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, help_text='The first day without it.', null=True)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('verified', models.BooleanField(default=False, help_text='Otherwise it is to be verified.')),
                ('state', models.ForeignKey(blank=True, help_text='Empty: every State.', null=True, on_delete=django.db.models.deletion.PROTECT, to='office.state')),
            ],
            options={
                'ordering': ['code', 'from_on'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('state', 'code'), name='one_figure_in_force', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('ended_on', None), ('ended_on__gte', models.F('from_on')), _connector='OR'), name='a_figure_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='a_figure_is_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='RequestDate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
            ],
            options={
                'ordering': ['on'],
            },
        ),
        migrations.CreateModel(
            name='RequestedWalk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('use', models.CharField(choices=[('visit', 'Visit'), ('mail', 'Mail review'), ('both', 'Visit and mail review'), ('sab', 'Letters to security access buildings only')], max_length=5)),
                ('why', models.CharField(blank=True, max_length=200)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('request', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='walks', to='walks.listingrequest')),
                ('walk', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='walks.walk')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'request', 'walk'), name='a_walk_once_on_a_request')],
            },
        ),
        migrations.CreateModel(
            name='ReviewWalk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('method', models.CharField(blank=True, choices=[('visit', 'Visit by Review Officers'), ('schedule', 'Schedule'), ('mail', 'Mail review'), ('agent', 'Electoral agents')], max_length=10)),
                ('reason', models.CharField(blank=True, help_text='Why a visit is not practicable.', max_length=500)),
                ('sparse', models.CharField(blank=True, help_text='Why the area is sparsely populated, where agents review it.', max_length=500)),
                ('chosen_on', models.DateField(null=True)),
                ('chosen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('review', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='walks', to='walks.divisionreview')),
                ('walk', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='in_reviews', to='walks.walk')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'review', 'walk'), name='a_walk_once_in_a_review'), models.UniqueConstraint(fields=('division', 'id'), name='review_walk_of_division'), models.CheckConstraint(condition=models.Q(('method__in', ['', 'visit']), models.Q(('reason', ''), _negated=True), _connector='OR'), name='another_method_has_its_reason'), models.CheckConstraint(condition=models.Q(models.Q(('method', 'agent'), _negated=True), models.Q(('sparse', ''), _negated=True), _connector='OR'), name='agents_have_a_sparse_area')],
            },
        ),
        migrations.CreateModel(
            name='RollReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=walks.models.roll_review.review_reference, max_length=9, unique=True)),
                ('title', models.CharField(max_length=100)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.state')),
            ],
            options={
                'ordering': ['-starts_on'],
                'constraints': [models.UniqueConstraint(fields=('state', 'title'), name='review_title_once'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='review_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='RR004',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=walks.models.classification.form_reference, max_length=9, unique=True)),
                ('drafted_at', models.DateTimeField(auto_now_add=True)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('map', models.JSONField(help_text='The map of the whole area as it was submitted (1.7b).', null=True)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('document', electoral.office.guards.DivisionalKey(db_constraint=False, help_text='The endorsed form.', null=True, on_delete=django.db.models.deletion.PROTECT, to='papers.document')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', electoral.office.guards.DivisionalKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='walks.divisionreview')),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'RR004',
                'constraints': [models.UniqueConstraint(fields=('division', 'id'), name='rr004_of_division')],
            },
        ),
        migrations.CreateModel(
            name='SpareNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('given_on', models.DateField()),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('division', 'number'), name='spare_number_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', 99999)), name='spare_number_range')],
            },
        ),
        migrations.CreateModel(
            name='StagedBoundary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('load_id', models.BigIntegerField()),
                ('line', models.PositiveIntegerField()),
                ('ccd_code', models.TextField()),
                ('geometry', models.TextField()),
            ],
            options={
                'indexes': [models.Index(fields=['load_id', 'ccd_code'], name='staged_boundary')],
            },
        ),
        migrations.CreateModel(
            name='StagedCcdChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('load_id', models.BigIntegerField()),
                ('line', models.PositiveIntegerField()),
                ('old_code', models.TextField()),
                ('new_code', models.TextField()),
                ('effective_on', models.DateField()),
            ],
            options={
                'indexes': [models.Index(fields=['load_id', 'old_code'], name='staged_ccd_change')],
            },
        ),
        migrations.CreateModel(
            name='StreetMeeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('can_be_crossed', models.BooleanField()),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('other', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roll.street')),
                ('street', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roll.street')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'street', 'other'), name='two_streets_meet_once'), models.CheckConstraint(condition=models.Q(('street__lt', models.F('other'))), name='the_lower_street_first')],
            },
        ),
        migrations.CreateModel(
            name='Workload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('asked_for_more', models.BooleanField(default=False, help_text='The officer asked for more than ten days.')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('review', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='workloads', to='walks.divisionreview')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('division', 'review', 'number'), name='workload_number_once'), models.UniqueConstraint(fields=('division', 'id'), name='workload_of_division')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='walkccd',
            name='a_ccd_is_in_one_walk',
        ),
        migrations.AddField(
            model_name='walkccd',
            name='shared',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='walkccd',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on', None), ('shared', False)), fields=('division', 'ccd'), name='a_ccd_is_in_one_walk'),
        ),
        migrations.AddConstraint(
            model_name='walkccd',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('division', 'ccd', 'walk'), name='a_ccd_is_once_in_a_walk'),
        ),
        migrations.AddField(
            model_name='areaface',
            name='part',
            field=electoral.office.guards.DivisionalKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='faces', to='walks.areapart'),
        ),
        migrations.AddField(
            model_name='listingrequest',
            name='timetable_date',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='walks.requestdate'),
        ),
        migrations.AddField(
            model_name='requestdate',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='request_dates', to='walks.rollreview'),
        ),
        migrations.AddField(
            model_name='divisionreview',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='divisions', to='walks.rollreview'),
        ),
        migrations.AddField(
            model_name='classification',
            name='form',
            field=electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='walks.rr004'),
        ),
        migrations.AddField(
            model_name='reviewwalk',
            name='workload',
            field=electoral.office.guards.DivisionalKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='walks', to='walks.workload'),
        ),
        migrations.AddConstraint(
            model_name='requestdate',
            constraint=models.UniqueConstraint(fields=('review', 'on'), name='request_date_once'),
        ),
        migrations.AddConstraint(
            model_name='divisionreview',
            constraint=models.UniqueConstraint(fields=('division', 'review'), name='a_division_once_in_a_review'),
        ),
        migrations.AddConstraint(
            model_name='classification',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'withdrawn'), _negated=True), fields=('division', 'form', 'number'), name='a_walk_once_on_a_form'),
        ),
        migrations.AddConstraint(
            model_name='classification',
            constraint=models.UniqueConstraint(condition=models.Q(('part', None), ('status__in', ('drafted', 'submitted', 'recommended'))), fields=('division', 'walk'), name='one_open_line_of_a_walk'),
        ),
        migrations.AddConstraint(
            model_name='classification',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('drafted', 'submitted', 'recommended'))), fields=('division', 'part'), name='one_open_line_of_a_part'),
        ),
    ]
