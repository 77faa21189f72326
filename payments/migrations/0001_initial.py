import django.db.models.deletion
import electoral.office.guards
import payments.models.fee
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('office', '0002_delegation'),
        ('office', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=payments.models.fee.money_reference, max_length=9, unique=True)),
                ('name', models.CharField(help_text='In whose name the account is.', max_length=100)),
                ('bank', models.CharField(max_length=100)),
                ('numbers', models.TextField(help_text='One a line, each with what it is.', max_length=400)),
                ('why', models.CharField(max_length=300)),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('in_force', 'In force'), ('ended', 'Ended'), ('declined', 'Declined')], default='proposed', max_length=10)),
                ('proposed_at', models.DateTimeField(auto_now_add=True)),
                ('checked', models.CharField(blank=True, help_text='How the second person made sure.', max_length=300)),
                ('from_on', models.DateField(help_text='The day on which it was put in force.', null=True)),
                ('ended_on', models.DateField(null=True)),
                ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'id'), name='account_of_division'), models.UniqueConstraint(condition=models.Q(('status', 'in_force')), fields=('division',), name='one_account_in_force'), models.UniqueConstraint(condition=models.Q(('status', 'proposed')), fields=('division',), name='one_account_proposed'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_by', None), ('status__in', ['proposed', 'declined'])), models.Q(('accepted_by__isnull', False), ('status__in', ['in_force', 'ended']), models.Q(('accepted_by', models.F('proposed_by')), _negated=True), models.Q(('checked', ''), _negated=True)), _connector='OR'), name='an_account_has_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on', None), ('from_on', None), ('status__in', ['proposed', 'declined'])), models.Q(('ended_on', None), ('from_on__isnull', False), ('status', 'in_force')), models.Q(('ended_on__gte', models.F('from_on')), ('ended_on__isnull', False), ('from_on__isnull', False), ('status', 'ended')), _connector='OR'), name='an_account_has_its_days')],
            },
        ),
        migrations.CreateModel(
            name='BankStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=payments.models.fee.money_reference, max_length=9, unique=True)),
                ('file_name', models.CharField(max_length=100)),
                ('sha256', models.CharField(max_length=64)),
                ('lines_read', models.PositiveIntegerField()),
                ('lines_known', models.PositiveIntegerField(help_text='Lines that an earlier file had already.')),
                ('read_at', models.DateTimeField(auto_now_add=True)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'id'), name='statement_of_division')],
            },
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('series', models.CharField(max_length=10)),
                ('last', models.PositiveIntegerField(default=0)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'year', 'series'), name='one_counter_a_series')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=payments.models.fee.money_reference, max_length=9, unique=True)),
                ('kind', models.CharField(choices=[('receipt', 'Received'), ('refund', 'Paid back'), ('chargeback', "Taken back by the card's bank"), ('bounced', 'Cheque not honoured'), ('unmatched', 'Match undone'), ('won_back', "Given back by the card's bank")], max_length=10)),
                ('method', models.CharField(choices=[('card', 'Card'), ('transfer', 'Bank transfer'), ('cheque', 'Cheque'), ('cash', 'Cash')], max_length=10)),
                ('currency', models.CharField(choices=[('GBP', 'Pounds sterling'), ('AUD', 'Australian dollars')], max_length=3)),
                ('amount', models.BigIntegerField(help_text='In cents or pence; negative when it goes back.')),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField(help_text='Of the receipt or refund, without gaps.')),
                ('external', models.CharField(blank=True, help_text="The provider's or the bank's own id.", max_length=100)),
                ('turn', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('on', models.DateField(help_text='The day on which the money moved.')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('reverses', electoral.office.guards.DivisionalKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='payments.entry')),
            ],
            options={
                'verbose_name_plural': 'entries',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('division', 'id'), name='entry_of_division'), models.UniqueConstraint(fields=('division', 'year', 'kind', 'number'), name='receipt_number_once'), models.UniqueConstraint(condition=models.Q(('external', ''), _negated=True), fields=('division', 'method', 'kind', 'external', 'turn'), name='money_is_entered_once'), models.UniqueConstraint(fields=('division', 'reverses'), name='an_entry_is_reversed_once'), models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('kind__in', ['receipt', 'won_back'])), models.Q(('amount__lt', 0), ('kind__in', ['refund', 'chargeback', 'bounced', 'unmatched'])), _connector='OR'), name='what_is_received_is_positive')],
            },
        ),
        migrations.CreateModel(
            name='BankLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=payments.models.fee.money_reference, max_length=9, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('on', models.DateField()),
                ('currency', models.CharField(choices=[('GBP', 'Pounds sterling'), ('AUD', 'Australian dollars')], max_length=3)),
                ('amount', models.PositiveBigIntegerField()),
                ('text', models.CharField(help_text="The payer's own reference.", max_length=200)),
                ('payer', models.CharField(blank=True, max_length=200)),
                ('status', models.CharField(choices=[('unmatched', 'Not matched'), ('matched', 'Matched'), ('set_aside', 'Set aside')], default='unmatched', max_length=10)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('statement', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='payments.bankstatement')),
                ('entry', electoral.office.guards.DivisionalKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bank_lines', to='payments.entry')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'id'), name='bank_line_of_division'), models.UniqueConstraint(fields=('division', 'entry'), name='one_line_an_entry'), models.UniqueConstraint(fields=('division', 'digest'), name='bank_line_once'), models.CheckConstraint(condition=models.Q(models.Q(('entry__isnull', False), ('status', 'matched')), models.Q(models.Q(('status', 'matched'), _negated=True), ('entry', None)), _connector='OR'), name='a_matched_line_is_in_the_ledger')],
            },
        ),
        migrations.CreateModel(
            name='Fee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=payments.models.fee.money_reference, max_length=9, unique=True)),
                ('subject', models.CharField(help_text='The reference of what it is for.', max_length=9)),
                ('title', models.CharField(max_length=150)),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField(help_text="Of the division's year, without gaps.")),
                ('currency', models.CharField(choices=[('GBP', 'Pounds sterling'), ('AUD', 'Australian dollars')], max_length=3)),
                ('amount', models.PositiveBigIntegerField(help_text='In cents or pence.')),
                ('status', models.CharField(choices=[('raised', 'Raised'), ('cancelled', 'Cancelled')], default='raised', max_length=10)),
                ('raised_at', models.DateTimeField(auto_now_add=True)),
                ('due_on', models.DateField()),
                ('cancelled_on', models.DateField(null=True)),
                ('cancelled_why', models.CharField(blank=True, max_length=200)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('raised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['division', 'subject'], name='fee_by_subject')],
                'constraints': [models.UniqueConstraint(fields=('division', 'id'), name='fee_of_division'), models.UniqueConstraint(fields=('division', 'year', 'number'), name='invoice_number_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='a_fee_is_something')],
            },
        ),
        migrations.AddField(
            model_name='entry',
            name='fee',
            field=electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='payments.fee'),
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=payments.models.fee.money_reference, max_length=9, unique=True)),
                ('provider', models.CharField(max_length=20)),
                ('provider_reference', models.CharField(blank=True, max_length=100)),
                ('page', models.CharField(blank=True, help_text='Where the person pays.', max_length=500)),
                ('currency', models.CharField(choices=[('GBP', 'Pounds sterling'), ('AUD', 'Australian dollars')], max_length=3)),
                ('amount', models.PositiveBigIntegerField()),
                ('status', models.CharField(choices=[('open', 'Open'), ('paid', 'Paid'), ('failed', 'Failed'), ('expired', 'Expired')], default='open', max_length=10)),
                ('opened_at', models.DateTimeField(auto_now_add=True)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('fee', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='payments.fee')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'id'), name='attempt_of_division'), models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('division', 'fee'), name='one_open_attempt'), models.UniqueConstraint(condition=models.Q(('provider_reference', ''), _negated=True), fields=('division', 'provider', 'provider_reference'), name='attempt_once')],
            },
        ),
        migrations.CreateModel(
            name='FeeLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=300)),
                ('working', models.CharField(blank=True, max_length=300)),
                ('amount', models.PositiveBigIntegerField()),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('fee', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='payments.fee')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('division', 'fee', 'position'), name='fee_line_once')],
            },
        ),
        migrations.CreateModel(
            name='ProviderEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.CharField(max_length=20)),
                ('event_id', models.CharField(max_length=100)),
                ('kind', models.CharField(max_length=40)),
                ('verdict', models.CharField(help_text='What was done with it, or why nothing was.', max_length=100)),
                ('sha256', models.CharField(max_length=64)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('attempt', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='payments.attempt')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'provider', 'event_id'), name='provider_event_once')],
            },
        ),
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=payments.models.fee.money_reference, max_length=9, unique=True)),
                ('amount', models.PositiveBigIntegerField()),
                ('method', models.CharField(choices=[('card', 'Card'), ('transfer', 'Bank transfer'), ('cheque', 'Cheque'), ('cash', 'Cash')], max_length=10)),
                ('reason', models.CharField(max_length=300)),
                ('status', models.CharField(choices=[('asked', 'Asked for'), ('approved', 'Approved'), ('declined', 'Declined'), ('sent', "Sent to the card's bank"), ('paid', 'Paid back')], default='asked', max_length=10)),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('approved_at', models.DateTimeField(null=True)),
                ('external', models.CharField(blank=True, help_text="The provider's own id.", max_length=100)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('attempt', electoral.office.guards.DivisionalKey(db_constraint=False, help_text='By card: the payment that goes back.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='payments.attempt')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.division')),
                ('fee', electoral.office.guards.DivisionalKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='payments.fee')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'id'), name='refund_of_division'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='a_refund_is_something'), models.CheckConstraint(condition=models.Q(models.Q(('attempt__isnull', False), ('method', 'card')), models.Q(models.Q(('method', 'card'), _negated=True), ('attempt', None)), _connector='OR'), name='a_card_is_paid_back_where_it_paid'), models.CheckConstraint(condition=models.Q(models.Q(('approved_by', None), ('status__in', ['asked', 'declined'])), models.Q(('approved_by__isnull', False), models.Q(('approved_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='a_refund_has_two_people')],
            },
        ),
        migrations.AddField(
            model_name='entry',
            name='refund',
            field=electoral.office.guards.DivisionalKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='payments.refund'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('division', 'refund'), name='a_refund_is_paid_once'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'receipt'), ('refund', None), ('reverses', None)), models.Q(('kind', 'refund'), ('refund__isnull', False), ('reverses', None)), models.Q(('kind__in', ['chargeback', 'bounced', 'unmatched', 'won_back']), ('refund', None), ('reverses__isnull', False)), _connector='OR'), name='what_goes_back_says_why'),
        ),
    ]
