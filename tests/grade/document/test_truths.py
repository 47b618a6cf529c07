"""A document that says something which the case refutes does not pass, and one that doubts, denies or compares it is left alone.

Each row changes the reference of an exercise, which earns all points.
"""

from __future__ import annotations

import pytest

from course.authoring.read import read, sources
from course.grade.document import judge_document
from course.grade.document.compile import compile_document
from course.grade.document.parse import read_document
from course.grade.document.truths import problem_of, refuted
from course.grade.kind import make_key
from course.keys.key import AuthorError
from course.verdict import Outcome
from tests.grade.document.test_corpus import ROOT, expectations

# exercise, what is wrong, {what the reference says: what is said instead}
WRONG = [
    ('9.5', '13 December as the day', {'since 3 December': 'since 13 December'}),
    ('9.5', 'since 23 December', {'since 3 December': 'since 23 December'}),
    ('9.5', '3 November', {'since 3 December': 'since 3 November'}),
    ('9.5', 'HA in the heading', {'Acquirer B, banks in KE2': 'Acquirer B, banks in HA'}),
    ('9.5', 'HA in the text', {'Approval is [F5.after=71%]': 'Approval of cards from HA is [F5.after=71%]', 'Acquirer B, banks in KE2': 'Acquirer B'}),
    ('9.5', 'acquirer A', {'Acquirer B, banks in KE2': 'Acquirer A, banks in KE2', 'B does not reach': 'A does not reach', 'asks B today': 'asks A today'}),
    ('9.5', 'duplicates of October', {"November's double charges": "October's double charges"}),
    ('9.5', 'ratio of November', {'December stood at': 'November stood at'}),
    ('9.5', 'since August', {'since October. Cause': 'since August. Cause'}),
    ('9.5', 'partner apps send more', {'affiliates send many more': 'partner apps send many more'}),
    ('9.5', 'one false tag', {'[F5.before=88%]': '[F5.before=98%]'}),
    ('9.5', 'as of Dec 13', {'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': 'Approval is [F5.after=71%] from December 13 on, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.'}),
    ('9.5', '2025-12-13', {'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': 'Approval is [F5.after=71%] since 2025-12-13, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.'}),
    ('9.5', 'HA payers', {'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': 'Of payers with a bank in HA, B approves [F5.after=71%] since 3 December, before [F5.before=88%]. Likely cause: B does not reach the banks.', 'banks in KE2': 'approval'}),
    ('9.5', 'weekend of October', {"November's double charges": 'the double charges of 14 October'}),
    ('9.5', 'code 19', {'code 91': 'code 19'}),
    ('9.5', 'starting on the 13th of December', {'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': 'Starting on 13th December, approval fell to [F5.after=71%] from [F5.before=88%]. Likely cause: B does not reach the banks.'}),
    ('9.5', 'dropped on 13 Dec', {'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': 'On 13 December approval dropped to [F5.after=71%] from [F5.before=88%]. Likely cause: B does not reach the banks.'}),
    ('9.5', 'heading only 13 December', {'## C2 Acquirer B, banks in KE2': '## C2 Acquirer B, banks in KE2, since 13 December', 'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': 'Approval is [F5.after=71%], before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.'}),
    ('9.5', 'where: HA line', {'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': 'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91. Where: HA.', 'banks in KE2': 'approval'}),
    ('9.5', "HA's issuers", {'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': "Approval of HA's issuers is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.", 'banks in KE2': 'approval'}),
    ('9.5', 'double charges in December', {"November's double charges": 'the double charges of December'}),
    ('9.5', 'since Q2', {'since October. Cause': 'since July. Cause'}),
    ('9.5', '46 disputes', {'[F4.duplicates=64] disputes': '46 [F4.duplicates=64] disputes'}),
    ('11.1', '90 minutes', {'within 60 minutes': 'within 90 minutes'}),
    ('11.1', '6 hours', {'within 4 hours': 'within 6 hours'}),
    ('11.1', '80 requests', {'more than 60 requests': 'more than 80 requests'}),
    ('11.1', 'half a day', {'within 60 minutes': 'within 3 hours'}),
    ('11.2', 'a false tag beside a true one', {'[F3.count=186]': '[F3.count=280]'}),
    ('11.2', 'false amount tag beside a true one', {'[F3.amount=€7,068]': '[F3.amount=€10,640]'}),
    ('11.2', '4 and 6 November', {'14 and 16 November': '4 and 6 November'}),
    ('11.2', '4 to 6', {'Between 14 and 16 November': 'From 4 to 6 November'}),
    ('11.2', 'October', {'14 and 16 November': '14 and 16 October'}),
    ('11.2', '13 December', {'Since 3 December': 'Since 13 December'}),
    ('11.2', 'HA', {'cards from KE2': 'cards from HA'}),
    ('11.2', 'every hour', {'asks every minute': 'asks every hour'}),
    ('11.2', "November's requests", {"December's requests": "November's requests"}),
    ('11.2', '210 hours a week', {'210 hours a month': '210 hours a week'}),
    ('11.2', "payment's team loses", {"The ledger's team": "The checkout's team"}),
    ('11.2', '4-6 November', {'Between 14 and 16 November': 'On 4–6 November'}),
    ('11.2', 'Nov 4 to 6', {'Between 14 and 16 November': 'Between November 4 and 6'}),
    ('11.2', '24 to 26', {'14 and 16': '24 and 26'}),
    ('11.2', 'HA second', {'Since 3 December cards from KE2 were refused about 590 times [F5.lost=590] where they would have gone through before.': 'Acquirer B refuses payers whose bank is in HA since 3 December: about 590 sales were lost [F5.lost=590].'}),
    ('11.2', 'acquirer A', {'Since 3 December cards from KE2 were refused about 590 times [F5.lost=590] where they would have gone through before.': 'Acquirer A refuses payers whose bank is in KE2 since 3 December: about 590 sales were lost [F5.lost=590].'}),
    ('11.2', 'hourly', {'asks every minute': 'looks hourly'}),
    ('11.2', 'support of Mobile', {"The ledger's team": 'The Mobile team'}),
    ('11.2', '6 to 8 November U1', {'Between 14 and 16 November we took the money twice for 186 payments [F3.count=186], €7,068 that belong to our customers [F3.amount=€7,068].': 'We charged 186 payments twice [F3.count=186] from 6 to 8 November; €7,068 must go back.'}),
    ('11.2', 'U1 December weekend', {'Between 14 and 16 November we took the money twice for 186 payments [F3.count=186], €7,068 that belong to our customers [F3.amount=€7,068].': 'On a weekend in December we charged 186 payments twice [F3.count=186]; since the 14 Nov rollback it is fine.'}),
    ('11.2', 'U2 since 5 December', {'Since 3 December cards from KE2 were refused about 590 times [F5.lost=590] where they would have gone through before.': 'Cards of KE2 banks are turned away at acquirer B since December 5, about 590 payments lost [F5.lost=590].'}),
    ('11.2', 'U2 shops in HA', {'Since 3 December cards from KE2 were refused about 590 times [F5.lost=590] where they would have gone through before.': 'Shops in HA lost about 590 card payments [F5.lost=590] since 3 December because acquirer B turns them away.'}),
    ('11.2', 'U2 untagged 950', {'Since 3 December cards from KE2 were refused about 590 times [F5.lost=590] where they would have gone through before.': 'Since 3 December cards from KE2 were refused about 950 times [F5.lost=590] where they would have gone through before.'}),
    ('11.2', 'U3 2 million', {"240,000 of December's requests [F12.polled=240,000]": "420,000 of December's requests [F12.polled=240,000]"}),
    ('11.2', 'U4 120 hours', {'loses 210 hours': 'loses 120 hours'}),
    ('11.6', '40 days', {'for 30 days': 'for 40 days'}),
    ('11.6', '15 days', {'within 5 days': 'within 15 days'}),
    ('11.6', 'five seconds', {'within 2 s': 'within 5 s'}),
    ('12.1', '168 second charges', {'All 186': 'All 168'}),
    ('12.1', '186 customers', {'All 186 second charges are back on the cards that paid them': 'All 186 customers have their money back on their cards'}),
    ('12.1', '86 guests', {'guests included': 'those of 86 guests included'}),
    ('12.1', 'October', {'As a customer who was charged twice, I want to get': 'As a customer who was charged twice in October, I want to get'}),
    ('12.1', '100 known', {'- It is sent within one hour after the refund.': '- It is sent within one hour, for the 100 payments of known customers.'}),
    ('12.3', 'no breach', {'a breach': 'no breach'}),
    ('12.3', '27 more', {'In 7 more': 'In 27 more'}),
    ('12.3', '186 customers', {'186 payments were charged twice [F3.count=186]': '186 customers were charged twice [F3.count=186]'}),
    ('12.3', 'days', {'From 14 to 16 November': 'From 4 to 6 November'}),
    ('12.3', '820 sent again', {'280 payments were sent again': '820 payments were sent again'}),
    ('12.3', '87 disputed', {'78 of the 186 were disputed': '87 of the 186 were disputed'}),
    ('12.3', '41 cases', {'in 14 cases': 'in 41 cases'}),
    ('12.3', '€70,680', {'€7,068 in all': '€70,680 in all'}),
    ('12.3', 'guests 86', {'guests made 100': 'guests made 86'}),
    ('12.3', '46 disputes', {'64 disputes gave': '46 disputes gave'}),
    ('12.3', '186 customers in goals', {'186 in November |': '168 in November |'}),
    ('12.3', 'which is not a breach', {'[F4.ratio=0.671%]: a breach': '[F4.ratio=0.671%], which is not a breach'}),
    ('12.3', 'below the limit', {'[F4.ratio=0.671%]: a breach': '[F4.ratio=0.671%], below the limit of 0.65%'}),
    ('12.3', '27 further disputes won', {'In 7 more we contested the dispute and won': 'We won 27 further disputes that we had contested'}),
    ('12.3', '70 won', {'In 7 more we contested': 'In 70 more we contested'}),
    ('12.3', '14 cases -> banks returned 40', {'in 14 cases the bank had returned the money [F3.lost=14]': 'banks had returned 40 payments'}),
    ('12.3', 'no tag: 820 sent again', {'280 payments were sent again [F3.retried=280]': '820 payments were sent again'}),
    ('12.3', 'no tag: 0.617%', {'to 0.671% [F4.ratio=0.671%]: a breach': 'to 0.617%: a breach'}),
    ('12.3', 'no tag: 46 disputes', {'64 disputes gave a duplicate as the reason [F4.duplicates=64]': '46 disputes gave a duplicate as the reason'}),
    ('12.3', '817 attempts a day', {'871 card attempts a day [F5.daily=871]': '817 card attempts a day'}),
    ('12.3', '313 repeated a day', {'133 payments a day were tried more than once [F5.repeated=133]': '313 payments a day were tried more than once'}),
    ('12.3', '#428', {'#482 was taken back': '#428 was taken back'}),
    ('12.6', 'swapped: as in key', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'Version 2 goes live on 2026-06-30 with the path /v2/refunds, and version 1 ends on 2026-05-04.'}),
    ('12.6', 'swapped: plain', {'2026-05-04': '2026-06-30', 'ends on 2026-06-30': 'ends on 2026-05-04'}),
    ('12.6', 'swapped: launch', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'We launch /v2/refunds on 30 June 2026 and shut down /v1/refund on 4 May 2026.'}),
    ('12.6', 'swapped: available/removed', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': '/v2/refunds is available from 30 June 2026. The path /v1/refund is removed on 4 May 2026.'}),
    ('12.6', 'swapped: until', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'From June 30, 2026 use the path /v2/refunds. The old path works until May 4, 2026.'}),
    ('12.6', 'swapped: stops', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'On 2026-06-30 the path becomes /v2/refunds. On 2026-05-04 /v1/refund stops.'}),
    ('12.6', 'swapped: deadline', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'On 2026-06-30 we open /v2/refunds, and /v1/refund closes on 2026-05-04.'}),
    ('12.6', '14 May', {'2026-05-04': '2026-05-14'}),
    ('12.6', '30 July', {'2026-06-30': '2026-07-30'}),
    ('12.6', 'year 2027', {'2026-05-04': '2027-05-04'}),
    ('12.6', 'swapped: start/finish', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'The new path /v2/refunds starts on 30 June 2026. The old path ends on 4 May 2026.'}),
    ('12.6', 'swapped: table-like', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': '- /v2/refunds: live on 2026-06-30\n- /v1/refund: retired on 2026-05-04'}),
    ('12.6', 'swapped: v1 works until', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'We introduce /v2/refunds on 2026-06-30. /v1/refund works until 2026-05-04.'}),
    ('12.6', 'swapped: both live', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'On 2026-06-30 version 2 starts; on 2026-05-04 version 1 is switched off. The path is /v2/refunds.'}),
    ('12.6', 'limit 90', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30. The limit is 90 requests a minute.'}),
    ('12.6', 'from 4 June', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'As of 4 June 2026 refunds move to /v2/refunds. Support for /v1/refund is discontinued after 30 June 2026.'}),
    ('12.6', 'swapped: after', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'Version 2 (/v2/refunds) can be used from 30 June 2026. Version 1 answers until 4 May 2026.'}),
    ('12.6', 'swapped in to-do', {'Test it in the sandbox until 2026-06-15.': 'Change it by 4 May 2026, when version 1 ends.'}),
    ('12.6', 'swapped: colon list', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'Path: /v2/refunds.\n\n- Go-live: 2026-06-30\n- End of version 1: 2026-05-04'}),
    ('12.6', 'swapped: deprecated', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': '/v2/refunds will be available on June 30th. We deprecate /v1/refund on May 4th.'}),
    ('12.6', 'limit halves', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30. The limit falls from 120 to 60 requests a minute.'}),
    ('13.4', '24 months', {'over 36 months at 12%': 'over 24 months at 12%'}),
    ('13.4', '21 %', {'at 12%': 'at 21%'}),
    ('13.4', '21 % above', {'10% above what we have': '21% above what we have'}),
    ('13.4', 'revisit a year early', {'2028-09-30': '2027-09-30'}),
    ('13.4', '48 months', {'over 36 months at 12%': 'over 48 months at 12%'}),
    ('13.4', 'month 6 live', {'| €131.2k | month 3': '| €131.2k | month 6'}),
    ('13.4', 'offer ends 30 April', {'offer ends on 31 March': 'offer ends on 30 April'}),
    ('13.4', '5% a month', {'by 3% a month': 'by 5% a month'}),
    ('13.4', 'two years', {'Net present value over 36 months at 12%': 'Net present value over two years at 12%'}),
    ('13.4', 'discounted at 15%', {'Net present value over 36 months at 12%': 'All is discounted at 15% over 36 months'}),
    ('13.4', '2029-09-30, six months before', {'2028-09-30': '2029-09-30'}),
    ('13.4', 'grows by 13%', {'by 3% a month': 'by 13% a month'}),
    ('13.4', 'build live month 12', {'| €81.6k | month 9': '| €81.6k | month 12'}),
    ('13.4', 'NPV horizon years 5', {'Net present value over 36 months at 12%': 'All worths are over five years at 12%'}),
    ('13.4', '9 banks months', {'The benefit begins in month 3': 'The benefit of buying begins in month 5'}),
    ('13.4', 'offer until 31 May', {"The aggregator's offer ends on 31 March.": "The aggregator's offer is open until 31 May."}),
]  # fmt: skip

HONEST = [
    ('9.5', 'not HA', {'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': 'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91. Not HA: there it stays at 89%.'}),
    ('9.5', 'HA is fine', {'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': 'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91. Banks in HA are not affected.'}),
    ('9.5', 'first thought HA', {'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': 'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91. We first thought of HA.'}),
    ('9.5', 'if it were 13 December', {'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': 'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91. If it were since 13 December, the holidays could explain it.'}),
    ('9.5', 'not since 13 December', {'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': 'Approval is [F5.after=71%] since 3 December, not since 13 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.'}),
    ('9.5', 'next check 13 December-like', {'next check on 27 February': 'she looks again from 13 March on'}),
    ('9.5', 'A unaffected', {'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': 'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91. Acquirer A is unaffected.'}),
    ('9.5', 'route to acquirer A', {'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': 'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91. We could route these cards to acquirer A.'}),
    ('9.5', 'HA question', {'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': 'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91. Is HA hit as well?'}),
    ('9.5', 'until 2 December', {'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': 'Until 2 December B approved [F5.before=88%], and since then [F5.after=71%]. Likely cause: B does not reach the banks.'}),
    ('9.5', 'compared with October', {'December stood at': 'Compared with October, December stood at'}),
    ('9.5', 'charges of November', {'a breach.': "a breach, of November's charges."}),
    ('9.5', 'dispute check in January', {'next check on 3 March': "next check on 3 March, with January's ratio"}),
    ('9.5', 'other channels stay', {'affiliates send many more applications': 'affiliates send many more applications, organic and partner apps as many as before'}),
    ('9.5', 'C6 until September', {'since October. Cause': 'since October; until September it was higher. Cause'}),
    ('9.5', 'deploy day', {'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': 'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91. On 13 December we asked B for the first time.'}),
    ('9.5', 'HA shops too hit by weekend', {"November's double charges": 'the double charges of 14 to 16 November in KE2 and HA'}),
    ('9.5', 'worst day', {'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': 'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91. The worst day was 24 December.'}),
    ('9.5', 'Christmas', {'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': 'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91. Christmas, 25 and 26 December, is not the cause.'}),
    ('9.5', 'Grace sends by 5 March', {'Grace sends the early warning today': 'Grace sends the early warning for December by 5 March'}),
    ('9.5', 'HA loses nothing', {'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91.': 'Approval is [F5.after=71%] since 3 December, before it was [F5.before=88%]. Likely cause: B does not reach the banks, code 91. Cards of HA lose nothing.'}),
    ('11.1', 'with an explanation', {'within 60 minutes.': 'within 60 minutes. Sam may need 90 minutes to read it.'}),
    ('11.1', '5 minutes', {'within 60 minutes': 'within 5 minutes'}),
    ('11.2', 'from Friday to Sunday', {'Between 14 and 16 November': 'From Friday 14 November to Sunday 16 November'}),
    ('11.2', 'HA goes on', {'Since 3 December cards from KE2 were refused about 590 times [F5.lost=590] where they would have gone through before.': 'Since 3 December acquirer B refused cards from KE2 about 590 times [F5.lost=590], while those from HA go through.'}),
    ('11.2', 'disputes in December', {'Between 14 and 16 November we took': "On one weekend in November, as December's disputes say, we took"}),
    ('11.2', 'every minute, every day', {'asks every minute': 'asks every minute of every day'}),
    ('11.2', 'paid for', {'asks every minute': 'asks 60 times an hour'}),
    ('11.2', 'U2 also', {'Since 3 December cards from KE2 were refused about 590 times [F5.lost=590] where they would have gone through before.': 'Since 3 December, cards from KE2, but not HA, were refused about 590 times [F5.lost=590].'}),
    ('11.2', 'U1 dispute in Dec', {'Between 14 and 16 November we took the money twice for 186 payments [F3.count=186], €7,068 that belong to our customers [F3.amount=€7,068].': 'From 14 November to the evening of 16 November, 186 payments were taken twice [F3.count=186]; disputes followed in December.'}),
    ('11.6', '4 days', {'within 5 days': 'within 4 days'}),
    ('12.1', '100 guests', {'guests included': 'those of 100 guest payments included'}),
    ('12.3', 'not disputed', {'In 7 more we contested': 'The other 108 of the payments were not disputed. In 7 more we contested'}),
    ('12.3', '86 and 100', {'A customer whom we know made 86 of them, and guests made 100 [F3.guests=100].': 'Guests made 100 of these payments [F3.guests=100], customers whom we know 86.'}),
    ('12.3', 'no breach in November', {'a breach.': "a breach; November's ratio was none."}),
    ('12.3', 'pressed twice?', {'One query finds every case': 'We first thought that people had pressed twice; they had not. One query finds every case'}),
    ('12.3', 'goal November', {'186 in November |': '186 in November, from 14 to 16 November |'}),
    ('12.3', '14 and 7', {'in 14 cases the bank had returned the money [F3.lost=14]. In 7 more we contested the dispute and won': 'in 14 of these the bank had returned the money [F3.lost=14], and 7 others we contested and won'}),
    ('12.3', '57 open', {'In 7 more we contested': '57 of these disputes are neither lost nor won. In 7 more we contested'}),
    ('12.3', 'october', {'a breach.': 'a breach, after 0.4% in November.'}),
    ('12.6', '1 July 404', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'Version 2 goes live on 2026-05-04 under /v2/refunds. From 1 July 2026 /v1/refund answers 404.'}),
    ('12.6', 'both until', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': '/v2/refunds is live from 4 May 2026. You have until 30 June 2026 to move to version 2.'}),
    ('12.6', 'between', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'From 2026-05-04 /v2/refunds is there. Between 4 May and 30 June 2026 both versions work.'}),
    ('12.6', 'replaces', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'Version 2 with /v2/refunds replaces version 1 on 2026-05-04. Until 2026-06-30 /v1/refund still answers.'}),
    ('12.6', 'last day', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': '4 May 2026: /v2/refunds opens. 30 June 2026: the last day of /v1/refund.'}),
    ('12.6', 'limit', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30. You may send 120 requests a minute instead of 60 a minute.'}),
    ('12.6', 'sandbox earlier', {'until 2026-06-15': 'from 2026-04-15'}),
    ('12.6', 'written on', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'Published on 2026-03-02. From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.'}),
    ('12.6', 'tests from', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30. Version 2 is in the sandbox since 2 March 2026.'}),
    ('12.6', 'reminder', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30. On 1 June we remind shops that still use version 1.'}),
    ('12.6', 'after', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'Version 2 goes live on 4 May 2026 under /v2/refunds; after 30 June 2026 version 1 is gone.'}),
    ('12.6', 'one week before', {'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30.': 'From 2026-05-04 the refund API has the path /v2/refunds, and /v1/refund ends on 2026-06-30. A week before version 1 ends, on 23 June, we write again.'}),
    ('13.4', 'slip of five months', {'no delay of ours can make it worse.': 'no delay of ours can make it worse. With a slip of five months building is worth less.'}),
    ('13.4', '39 months', {'Over 39 months and more building would be ahead': 'Over 39 months building is worth more'}),
    ('13.4', 'revisit free', {'In any case we decide again by 2028-09-30, six months before the contract ends.': 'In any case we decide again by 2027-09-30.'}),
    ('13.4', 'if growth 5% a month', {'or if the aggregator raises its fee above 1 cent': 'or if the growth is above 5% a month'}),
    ('13.4', '24 months not', {'Net present value over 36 months at 12%.': 'Net present value over 36 months at 12%, not over 24 months.'}),
    ('13.4', '20% upkeep', {'Net present value over 36 months at 12%.': 'Net present value over 36 months at 12%, with an upkeep of 20% a year.'}),
    ('13.4', 'payback', {'Over 39 months': 'Our contract with P07 runs for 24 months. Over 39 months'}),
    ('13.4', 'offer dated', {"The aggregator's offer ends on 31 March.": "The aggregator's offer of 2 March ends on 31 March."}),
    ('13.4', 'engineers nine months', {'Net present value over 36 months at 12%.': 'Net present value over 36 months at 12%. Four engineers build for nine months.'}),
    ('13.4', 'worth in month 24', {'Over 39 months': 'After 24 months buying is worth even more ahead. Over 39 months'}),
]  # fmt: skip
SINCE = {"kind": "day", "what": "since when", "about": r"\bsince\b", "right": ["12-03"], "instead": "3 December"}
CHECK = {"kind": "day", "about": r"\bcheck\b"}
PLACE = {"kind": "country", "what": "where", "about": r"\bbanks?\b", "right": ["KE2"], "instead": "KE2"}
TERM = {
    "kind": "number",
    "unit": r" months?\b",
    "what": "the term",
    "about": r"\bworth\b",
    "right": [36],
    "instead": "36 months",
}
SHARE = {"kind": "number", "unit": r"\s?(?:%|percent\b)"}
AFTER = {**SHARE, "what": "since then", "about": r"\bnow\b", "right": [71], "others": [88], "instead": "71%"}
BEFORE = {**SHARE, "what": "before", "about": r"\bdown from\b", "right": [88], "others": [71], "instead": "88%"}
TEAM = {"kind": "team", "what": "whose it is", "about": r"\bowns?\b", "right": ["Core", "ledger"], "instead": "Core"}


@pytest.fixture(scope="module")
def references():
    exercises = [exercise for path in sources(ROOT) for exercise in read(path) if exercise.kind == "document"]
    return {exercise.id: exercise.key.reference for exercise in exercises}


def judged(references, exercise, changes):
    text = references[exercise]
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return judge_document(expectations()[exercise], text)


@pytest.mark.parametrize(("exercise", "name", "changes"), WRONG, ids=[f"{row[0]} {row[1]}" for row in WRONG])
def test_what_the_case_refutes_keeps_points_back_and_is_said_first(references, exercise, name, changes):
    verdict = judged(references, exercise, changes)

    assert verdict.score <= 0.7 and verdict.outcome is not Outcome.PASSED
    assert verdict.findings[0].kind in ("cap contradiction", "facts", "modelled")


@pytest.mark.parametrize(("exercise", "name", "changes"), HONEST, ids=[f"{row[0]} {row[1]}" for row in HONEST])
def test_what_is_doubted_denied_or_compared_contradicts_nothing(references, exercise, name, changes):
    verdict = judged(references, exercise, changes)

    assert [finding.text for finding in verdict.findings if finding.kind == "cap contradiction"] == []


@pytest.mark.parametrize(
    ("truths", "text", "said"),
    [
        ([SINCE, CHECK], "It fell since 13 December, next check on 27 February.", ["13 December"]),
        ([SINCE, CHECK], "It fell since 3 December, next check on 27 February.", []),
        ([SINCE], "Since 3 or 13 December it fell.", []),
        ([SINCE], "It fell, we think since 13 December.", []),
        ([SINCE], "Was it since 13 December?", []),
        ([PLACE], "The banks in HA cannot be reached.", ["HA"]),
        ([PLACE], "The banks in KE2 cannot be reached, unlike banks in HA.", []),
        ([TERM], "It is worth €80,000 over twenty-four months.", ["twenty-four months"]),
        ([TERM], "It is worth €80,000 over 36 months.", []),
        ([TEAM], "Mobile owns the ledger.", ["Mobile"]),
        ([TEAM], "Core owns the ledger, and Mobile waits for it.", []),
        ([{**SINCE, "section": "C2"}], "# C1\n\nSince 13 December.\n\n# C2\n\nSince 3 December.", []),
        ([{**SINCE, "section": "C2"}], "# C2\n\nSince 13 December.", ["13 December"]),
        ([{**SINCE, "section": "C2"}], "C2: since 13 December.", ["13 December"]),
        ([{**SINCE, "all": True}], "Since 3 to 13 December.", ["13 December"]),
        ([{**SINCE, "free": "Feb"}], "Since 13 February.", []),
        ([BEFORE, AFTER], "It approves 88% now, down from 71%.", ["88%", "71%"]),
        ([BEFORE, AFTER], "It approves 71% now, down from 88%.", []),
        ([BEFORE, AFTER], "It approves 65% now.", []),
        ([AFTER], "Now it would approve 88%.", []),
        ([{**AFTER, "supposed": True}], "Now it would approve 88%.", ["88%"]),
        ([AFTER], "Now it is eighty-eight percent.", ["eighty-eight percent"]),
        ([{**SINCE, "unless": "plan"}], "The plan is late since 13 December.", []),
    ],
)  # fmt: skip
def test_a_value_belongs_to_the_truth_whose_words_are_nearest(truths, text, said):
    found = list(refuted(read_document(text), tuple(truths)))

    assert [finding.seen.removeprefix("You say ").split(" for ")[0] for finding in found] == said


def test_a_truth_that_cannot_be_judged_is_refused():
    assert problem_of(SINCE) == problem_of(CHECK) == ""
    for truth in ({"kind": "colour"}, {"kind": "number", "right": [1], "what": "", "instead": ""}, {"kind": "day"}):
        with pytest.raises(AuthorError):
            compile_document(make_key("document", {"checks": [{"check": "length", "points": 1, "most": 9}], "truths": [truth]}))  # fmt: skip
