import django.db.models.deletion
import electoral.office.guards
import review.models.officer
import review.models.publicity
import review.models.recruitment
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('office', '0002_delegation'),
        ('office', '__first__'),
        ('papers', '0002_wording'),
        ('walks', '0003_plans'),
    ]

    operations = [
        migrations.CreateModel(
            name='Addressee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=review.models.publicity.addressee_reference, max_length=9, unique=True)),
                ('kind', models.CharField(choices=[('police', 'Officer in Charge, Neighbourhood Watch'), ('federal', 'Federal member'), ('state', 'State member'), ('local', 'Local member'), ('council', 'Local authority')], max_length=10)),
                ('name', models.CharField(max_length=150)),
                ('through', models.CharField(blank=True, help_text='Police: the District Headquarters.', max_length=150)),
                ('postal', models.CharField(max_length=300)),
                ('areas', models.CharField(help_text='The areas of the division that concern them.', max_length=500)),
                ('from_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'id'), name='addressee_of_division'), models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('division', 'kind', 'name'), name='addressee_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'police'), _negated=True), models.Q(('through', ''), _negated=True), _connector='OR'), name='police_are_told_through_headquarters')],
            },
        ),
        migrations.CreateModel(
            name='Advertisement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=review.models.publicity.publicity_reference, max_length=9, unique=True)),
                ('kind', models.CharField(choices=[('national', 'National recruitment advertisement'), ('recruitment', 'Recruitment advertisement'), ('notice', 'Notice of Review'), ('release', 'Media release')], max_length=12)),
                ('status', models.CharField(choices=[('planned', 'Planned'), ('requested', 'With the Area Manager'), ('approved', 'Approved'), ('placed', 'Placed'), ('not_placed', 'Not placed'), ('returned', 'Returned'), ('cancelled', 'Cancelled')], default='planned', max_length=10)),
                ('appears_on', models.DateField()),
                ('cost', models.PositiveIntegerField(blank=True, help_text='Cents.', null=True)),
                ('text', models.TextField(blank=True, max_length=10000)),
                ('ground', models.CharField(blank=True, choices=[('few', 'Insufficient applications were received'), ('difficult', 'An area where it is difficult to attract staff')], help_text='Why a local one is asked for (3.1d).', max_length=10)),
                ('applications_so_far', models.PositiveIntegerField(blank=True, null=True)),
                ('planned_on', models.DateField()),
                ('requested_on', models.DateField(null=True)),
                ('decided_on', models.DateField(null=True)),
                ('placed_on', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, help_text='Why it was returned, not placed or cancelled.', max_length=300)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('local_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('placed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='advertisements', to='walks.rollreview')),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.state')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_by', models.F('requested_by')), _negated=True), models.Q(('decided_by', models.F('planned_by')), _negated=True)), name='nobody_approves_their_own_advertisement'), models.CheckConstraint(condition=models.Q(('local_to', None), ('status__in', ['planned', 'cancelled']), models.Q(models.Q(('ground', ''), _negated=True), ('applications_so_far__isnull', False)), _connector='OR'), name='a_local_one_has_its_ground'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'not_placed'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='what_is_not_placed_has_its_reason'), models.CheckConstraint(condition=models.Q(('local_to', None), models.Q(('status', 'placed'), _negated=True), ('decided_by__isnull', False), _connector='OR'), name='a_local_one_is_placed_after_approval')],
            },
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=review.models.recruitment.application_reference, max_length=9, unique=True)),
                ('status', models.CharField(choices=[('received', 'Received'), ('appointed', 'Appointed'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='received', max_length=10)),
                ('received_on', models.DateField()),
                ('signed_on', models.DateField(blank=True, null=True)),
                ('name', models.CharField(max_length=150)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('telephone', models.CharField(blank=True, max_length=40)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('hours', models.CharField(blank=True, help_text='Days and hours free.', max_length=300)),
                ('transport', models.CharField(blank=True, max_length=150)),
                ('languages', models.CharField(blank=True, max_length=200)),
                ('experience', models.TextField(blank=True, help_text='Earlier work of this kind.', max_length=2000)),
                ('referees', models.TextField(blank=True, max_length=1000)),
                ('interviewed_on', models.DateField(blank=True, null=True)),
                ('interview_note', models.TextField(blank=True, max_length=2000)),
                ('reference_note', models.TextField(blank=True, help_text='What a referee said.', max_length=1000)),
                ('decided_on', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('destroyed_on', models.DateField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'id'), name='application_of_division'), models.CheckConstraint(condition=models.Q(('destroyed_on', None), models.Q(('address', ''), ('email', ''), ('experience', ''), ('hours', ''), ('interview_note', ''), ('languages', ''), ('name', ''), ('reason', ''), ('referees', ''), ('reference_note', ''), ('telephone', ''), ('transport', '')), _connector='OR'), name='a_destroyed_application_holds_nobody'), models.CheckConstraint(condition=models.Q(('destroyed_on', None), ('status__in', ['declined', 'withdrawn']), _connector='OR'), name='only_what_was_not_taken_up_is_destroyed')],
            },
        ),
        migrations.CreateModel(
            name='Coverage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('advertisement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coverage', to='review.advertisement')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'advertisement'), name='coverage_once')],
            },
        ),
        migrations.CreateModel(
            name='Outlet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=review.models.publicity.outlet_reference, max_length=9, unique=True)),
                ('name', models.CharField(max_length=150)),
                ('kind', models.CharField(choices=[('daily', 'Metropolitan daily'), ('regional', 'Regional paper'), ('local', 'Local paper')], max_length=10)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('from_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('covers', models.ManyToManyField(related_name='outlets', to='office.division')),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.state')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('state', 'name'), name='outlet_once')],
            },
        ),
        migrations.AddField(
            model_name='advertisement',
            name='outlet',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='review.outlet'),
        ),
        migrations.CreateModel(
            name='Position',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=review.models.recruitment.position_reference, max_length=9, unique=True)),
                ('area', models.CharField(max_length=150)),
                ('places', models.PositiveIntegerField(default=1)),
                ('closing_on', models.DateField(help_text='The last day for applications.')),
                ('country', models.BooleanField(default=False, help_text='An area where it is difficult to attract staff (3.1).')),
                ('contact', models.CharField(help_text='Where applications go and who answers questions; printed on the papers.', max_length=300)),
                ('from_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('review', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='walks.divisionreview')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'id'), name='position_of_division'), models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('division', 'review', 'area'), name='position_once'), models.CheckConstraint(condition=models.Q(('places__gte', 1)), name='position_has_a_place')],
            },
        ),
        migrations.CreateModel(
            name='Officer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=review.models.officer.officer_reference, max_length=9, unique=True)),
                ('from_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, help_text='The first day without the service.', null=True)),
                ('advertisement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='review.advertisement')),
                ('application', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='review.application')),
                ('appointed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('appointment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='office.appointment')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='officers', to=settings.AUTH_USER_MODEL)),
                ('position', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='officers', to='review.position')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'id'), name='officer_of_division'), models.UniqueConstraint(fields=('division', 'application'), name='one_officer_of_an_application'), models.CheckConstraint(condition=models.Q(('ended_on', None), ('ended_on__gte', models.F('from_on')), _connector='OR'), name='service_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('office', models.CharField(max_length=150)),
                ('spoke_to', models.CharField(blank=True, max_length=100)),
                ('sheets', models.PositiveIntegerField(default=0, help_text='Information Sheets sent.')),
                ('forms', models.PositiveIntegerField(default=0, help_text='Application forms sent.')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('position', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='review.position')),
            ],
        ),
        migrations.AddField(
            model_name='application',
            name='position',
            field=electoral.office.guards.DivisionalKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='review.position'),
        ),
        migrations.AddField(
            model_name='application',
            name='advertisement',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='review.advertisement'),
        ),
        migrations.AddField(
            model_name='advertisement',
            name='positions',
            field=models.ManyToManyField(blank=True, related_name='advertisements', to='review.position'),
        ),
        migrations.CreateModel(
            name='PublicityLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=review.models.publicity.letter_reference, max_length=9, unique=True)),
                ('facts', models.JSONField()),
                ('written_on', models.DateField()),
                ('addressee', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='review.addressee')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('document', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='papers.document')),
                ('review', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='walks.divisionreview')),
                ('wording', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='papers.wording')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'id'), name='letter_of_division')],
            },
        ),
        migrations.CreateModel(
            name='SentPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('document', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='papers.document')),
                ('position', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='review.position')),
            ],
        ),
        migrations.AddConstraint(
            model_name='advertisement',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['notice', 'release']), models.Q(('status__in', ['cancelled', 'not_placed']), _negated=True)), fields=('outlet', 'review', 'kind'), name='one_notice_an_outlet_and_review', violation_error_message='This paper has one for this review already; it names every division covered.'),
        ),
        migrations.AddConstraint(
            model_name='advertisement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'placed'), _negated=True), ('kind', 'national'), ('outlet__isnull', False), _connector='OR'), name='it_is_placed_in_a_paper'),
        ),
    ]
