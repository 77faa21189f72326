import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import electoral.office.guards
import psycopg2.extras
import walks.models.listing
import walks.models.walk
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('office', '0001_initial'),
        ('office', '__first__'),
        ('papers', '0001_initial'),
        ('roll', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='NotationCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True)),
                ('meaning', models.CharField(max_length=120)),
                ('place', models.CharField(choices=[('residence', 'Residence'), ('elector', 'Elector'), ('facing_page', 'Facing page'), ('card', 'Card'), ('mail_listing', 'Mail listing')], max_length=12)),
                ('by_officer', models.BooleanField(default=True, help_text='The officer may write it; otherwise only the office.')),
                ('statistic', models.CharField(blank=True, choices=[('', 'Not counted'), ('addition', 'Addition'), ('gone', 'Gone'), ('death', 'Death'), ('other', 'Other notation'), ('refusal', 'Refusal'), ('temporarily_absent', 'Temporarily absent')], max_length=20)),
                ('counts_as_visit', models.BooleanField(blank=True, help_text='For a residence: it counts as visited and is paid.', null=True)),
                ('opens', models.CharField(blank=True, help_text='The work that it opens.', max_length=60)),
                ('example', models.CharField(blank=True, max_length=80)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('verified', models.BooleanField(default=True, help_text='The source gives the meaning; otherwise it is to be verified.')),
            ],
            options={
                'ordering': ['position', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Ccd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
            ],
            options={
                'verbose_name': 'CCD',
                'constraints': [models.UniqueConstraint(fields=('division', 'code'), name='ccd_once'), models.UniqueConstraint(fields=('division', 'id'), name='ccd_of_division')],
            },
        ),
        migrations.CreateModel(
            name='Listing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=walks.models.listing.listing_reference, max_length=9, unique=True)),
                ('version', models.PositiveIntegerField()),
                ('status', models.CharField(choices=[('ordered', 'Ordered'), ('produced', 'Produced'), ('void', 'Void')], default='ordered', max_length=10)),
                ('speaks_of', models.DateField()),
                ('residences', models.PositiveIntegerField(null=True)),
                ('closed_residences', models.PositiveIntegerField(null=True)),
                ('electors', models.PositiveIntegerField(null=True)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('document', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='papers.document')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'id'), name='listing_of_division')],
            },
        ),
        migrations.CreateModel(
            name='ListingLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.PositiveIntegerField()),
                ('line', models.PositiveIntegerField()),
                ('starts_residence', models.BooleanField()),
                ('closed', models.BooleanField()),
                ('door', models.CharField(max_length=100)),
                ('elector_key', models.BigIntegerField(null=True)),
                ('roll_number', models.CharField(blank=True, max_length=20)),
                ('surname', models.CharField(blank=True, max_length=150)),
                ('given_names', models.CharField(blank=True, max_length=150)),
                ('category', models.CharField(blank=True, max_length=70)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('listing', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='walks.listing')),
                ('residence', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='roll.residence')),
            ],
            options={
                'indexes': [models.Index(fields=['division', 'residence'], name='line_by_residence')],
                'constraints': [models.UniqueConstraint(fields=('division', 'listing', 'page', 'line'), name='line_once'), models.UniqueConstraint(fields=('division', 'id'), name='line_of_division')],
            },
        ),
        migrations.CreateModel(
            name='ListingOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=walks.models.listing.order_reference, max_length=9, unique=True)),
                ('ordered_at', models.DateTimeField(auto_now_add=True)),
                ('single_sided', models.BooleanField(default=False)),
                ('even_descending', models.BooleanField(default=False)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('ordered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('run', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='papers.run')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'id'), name='order_of_division')],
            },
        ),
        migrations.AddField(
            model_name='listing',
            name='order',
            field=electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='walks.listingorder'),
        ),
        migrations.CreateModel(
            name='StagedRange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('load_id', models.BigIntegerField()),
                ('line', models.PositiveIntegerField()),
                ('street_name', models.TextField()),
                ('street_type', models.TextField()),
                ('street_suffix', models.TextField()),
                ('locality', models.TextField()),
                ('side', models.TextField()),
                ('low', models.IntegerField()),
                ('high', models.IntegerField(null=True)),
                ('walk_number', models.IntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['load_id', 'line'], name='staged_range')],
            },
        ),
        migrations.CreateModel(
            name='StagedWalk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('load_id', models.BigIntegerField()),
                ('line', models.PositiveIntegerField()),
                ('walk_number', models.IntegerField()),
                ('ccd_code', models.TextField()),
                ('walk_class', models.TextField()),
            ],
            options={
                'indexes': [models.Index(fields=['load_id', 'walk_number'], name='staged_walk')],
            },
        ),
        migrations.CreateModel(
            name='Walk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=walks.models.walk.walk_reference, max_length=9)),
                ('number', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(99999)])),
                ('loaded_class', models.CharField(blank=True, choices=[('urban', 'Urban'), ('low_density', 'Low density')], max_length=12)),
                ('from_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('division', 'number'), name='walk_number_once'), models.UniqueConstraint(fields=('division', 'reference'), name='walk_by_reference'), models.UniqueConstraint(fields=('division', 'id'), name='walk_of_division'), models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', 99999)), name='walk_number_range')],
            },
        ),
        migrations.CreateModel(
            name='StreetRange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('odd', 'Odd numbers'), ('even', 'Even numbers'), ('all', 'Both sides')], max_length=4)),
                ('numbers', django.contrib.postgres.fields.ranges.IntegerRangeField()),
                ('from_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('street', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='roll.street')),
                ('walk', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='walks.walk')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('numbers__contained_by', psycopg2.extras.NumericRange(0, None, '[)')), ('numbers__isempty', False)), name='range_is_not_empty'), models.CheckConstraint(condition=models.Q(('side__in', ['odd', 'even', 'all'])), name='side_is_known')],
            },
        ),
        migrations.AddField(
            model_name='listing',
            name='walk',
            field=electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='walks.walk'),
        ),
        migrations.CreateModel(
            name='Allocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('pinned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('residence', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='roll.residence')),
                ('walk', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='walks.walk')),
            ],
            options={
                'indexes': [models.Index(fields=['division', 'walk'], name='allocation_by_walk')],
                'constraints': [models.UniqueConstraint(fields=('division', 'residence'), name='a_residence_is_in_one_walk'), models.CheckConstraint(condition=models.Q(('pinned_by', None), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_pin_has_its_reason')],
            },
        ),
        migrations.CreateModel(
            name='WalkCcd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('ccd', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='walks.ccd')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('walk', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='ccds', to='walks.walk')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('division', 'ccd'), name='a_ccd_is_in_one_walk')],
            },
        ),
        migrations.AddConstraint(
            model_name='streetrange',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('ended_on', None)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[(models.F('division'), '='), (models.F('street'), '='), (models.Case(models.When(side='odd', then=models.Func(models.Value(0), models.Value(1), function='int4range', output_field=django.contrib.postgres.fields.ranges.IntegerRangeField())), models.When(side='even', then=models.Func(models.Value(1), models.Value(2), function='int4range', output_field=django.contrib.postgres.fields.ranges.IntegerRangeField())), default=models.Func(models.Value(0), models.Value(2), function='int4range', output_field=django.contrib.postgres.fields.ranges.IntegerRangeField())), '&&'), ('numbers', '&&')], name='street_ranges_do_not_overlap', violation_error_message='These numbers of the street are already in another range.'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.UniqueConstraint(fields=('division', 'walk', 'version'), name='listing_version_once'),
        ),
    ]
