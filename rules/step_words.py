"""Why a step is proposed, or what is waited for, in English and in Bengali."""

from __future__ import annotations

from rules.text import Text

FIRST = Text("No letter has been written yet.", "এখনও কোনও চিঠি লেখা হয়নি।")
SILENT = Text("{office} has not answered; the time was over on {due}.", "{office} উত্তর দেয়নি; সময়সীমা ছিল {due} পর্যন্ত।")
REMINDER_SILENT = Text(
    "{office} has answered neither the letter nor the reminder.", "{office} চিঠি বা তাগাদাপত্র কোনওটিরই উত্তর দেয়নি।"
)
REFUSED = Text("{office} refused on {on}.", "{office} {on} তারিখে প্রত্যাখ্যান করেছে।")
AGGREGATE = Text(
    "{office} is silent: a request by someone else about how such applications fare comes first.",
    "{office} নীরব: এ ধরনের আবেদনের হাল জানতে প্রথমে অন্য কেউ সাধারণ তথ্যের আবেদন করবেন।",
)
OWN_FILE = Text(
    "The general request to {office} has been filed; a request about her own file is now possible, and names her.",
    "{office} থেকে সাধারণ তথ্য চাওয়া হয়েছে; এখন নিজের নথির তথ্য চাওয়া যায়, তাতে তাঁর নাম প্রকাশ পাবে।",
)
SHARED = Text(
    "One such request serves {number} claims there: {claims}.",
    "এমন একটিই আবেদনে সেখানকার {number}টি দাবির কাজ হবে: {claims}।",
)
APPEAL_SILENCE = Text("The information officer has not replied by {due}.", "জন তথ্য আধিকারিক {due} পর্যন্ত উত্তর দেননি।")
APPEAL_REFUSED = Text(
    "The information was refused or not fully given on {on}.",
    "{on} তারিখে তথ্য দিতে অস্বীকার করা হয়েছে বা পুরোটা দেওয়া হয়নি।",
)
CHECK_REPLY = Text(
    "Hold the reply of {on} against the checklist before the appeal is written: what it lacks is a ground.",
    "আপীল লেখার আগে {on} তারিখের উত্তর তালিকার সঙ্গে মিলিয়ে দেখুন: যা নেই, তা-ই আপীলের কারণ।",
)
CHECK_REPLY_SEEMS = Text(
    "Hold the reply of {on} against the checklist before the appeal is written. The reader did not see: {seems}. Look "
    "for it; what is not there is a ground.",
    "আপীল লেখার আগে {on} তারিখের উত্তর তালিকার সঙ্গে মিলিয়ে দেখুন। যন্ত্র এগুলি দেখতে পায়নি: {seems}। খুঁজে দেখুন; সত্যিই না "
    "থাকলে তা-ই আপীলের কারণ।",
)
APPEAL_FEE = Text(
    "A fee was asked for on {on}, of a person below the poverty line, who owes none.",
    "{on} তারিখে ফি চাওয়া হয়েছে, অথচ দারিদ্র্যসীমার নীচে থাকলে ফি লাগে না।",
)
SECOND_APPEAL = Text(
    "{office} has not decided the first appeal, or not given what was asked for: the Information Commission is next.",
    "{office} প্রথম আপীলের নিষ্পত্তি করেনি, বা চাওয়া তথ্য মেলেনি: এরপর তথ্য কমিশন।",
)
COMPLAINT = Text(
    "{office} would not take the request or gave no reply: a complaint to the Commission is possible as well.",
    "{office} তথ্যের আবেদন নেয়নি বা উত্তর দেয়নি: এর পাশাপাশি কমিশনেও অভিযোগ করা যায়।",
)
REMIND_COMMISSION = Text(
    "{office} has been silent since {since}; no limit binds it, so it is reminded every 90 days.",
    "{since} থেকে {office} নীরব; তার কোনও সময়সীমা নেই, তাই ৯০ দিন অন্তর তাগাদা।",
)
WINDOW = Text("It must be filed by {closes}.", "শেষ দিন {closes}।")
WINDOW_OVER = Text(
    "The last day was {closes}: ask that the delay be condoned, with its cause.",
    "শেষ দিন ছিল {closes}: কারণ দেখিয়ে বিলম্ব মার্জনার প্রার্থনা করতে হবে।",
)
DAYS_LEFT = Text("Days left: {days}.", "আর {days} দিন বাকি।")
LAST_DAY = Text("Today is the last day.", "আজই শেষ দিন।")
WINDOW_OUTER = Text(
    "Another reading of the law gives until {outer}; do not count on it.",
    "আইনের অন্য পাঠে সময় {outer} পর্যন্ত; তার ভরসায় থাকবেন না।",
)
NOT_RECORDED = Text(
    "{office} would not record it on {on}: its substance goes in writing, by post, to the Superintendent of Police.",
    "{office} {on} তারিখে তা লিপিবদ্ধ করেনি: মূল কথা লিখে ডাকে পুলিশ সুপারকে পাঠাতে হবে।",
)
TRANSFERRED = Text(
    "The matter was sent on to {office} on {on}: write to it.", "বিষয়টি {on} তারিখে {office}-এ পাঠানো হয়েছে: সেখানে লিখুন।"
)
NOT_DELIVERED = Text(
    "{office} granted it on {on}, and she has not received it.", "{office} {on} তারিখে মঞ্জুর করেছে, তিনি এখনও পাননি।"
)
AWARD_UNPAID = Text("The award of {on} has not been paid.", "{on} তারিখের আদেশের টাকা এখনও দেওয়া হয়নি।")
AWARD_LOW = Text(
    "If she finds the award of {on} too low, it may be appealed.", "{on} তারিখের আদেশের টাকা কম মনে হলে আপীল করা যায়।"
)

INTERIM_UNPAID = Text("The interim relief of {on} has not reached her.", "{on} তারিখের অন্তর্বর্তী সাহায্য তিনি এখনও পাননি।")

INTERIM_OWED = Text(
    "Interim relief may be given at once, before the enquiry ends: ask {office} for it, and record the order.",
    "অনুসন্ধান শেষ হওয়ার আগেই অন্তর্বর্তী সাহায্য দেওয়া যায়: {office}-এ তা চান এবং আদেশ হলে নথিভুক্ত করুন।",
)
INTERIM = Text(
    "Interim relief was ordered on {on}, and the enquiry goes on: ask her whether it has reached her.",
    "{on} তারিখে অন্তর্বর্তী সাহায্যের আদেশ হয়েছে, অনুসন্ধান চলছে: তিনি তা পেয়েছেন কি না জিজ্ঞাসা করুন।",
)
NOT_RIPE = Text("{office} may still answer until {due}.", "{office} {due} পর্যন্ত উত্তর দিতে পারে।")
HAND_IN = Text(
    "Written and not yet handed in: hand it in at {office} and record it.",
    "লেখা হয়েছে, জমা পড়েনি ({office}): জমা দিয়ে নথিভুক্ত করুন।",
)
SEND = Text(
    "Written and not yet sent: send it to {office} by registered Speed Post and record that.",
    "লেখা হয়েছে, পাঠানো হয়নি ({office}): রেজিস্টার্ড স্পিড পোস্টে পাঠিয়ে নথিভুক্ত করুন।",
)
THROUGH_LAWYER = Text(
    "Drafted: a lawyer files it at {office}; record when.", "খসড়া তৈরি: {office}-এ আইনজীবী দাখিল করবেন; তারিখ নথিভুক্ত করুন।"
)
NOT_TAKEN = Text(
    "{office} would not take it on {on}: it goes by registered Speed Post, and says so.",
    "{office} {on} তারিখে চিঠি নেয়নি: সে কথা লিখে রেজিস্টার্ড স্পিড পোস্টে পাঠাতে হবে।",
)
DOCUMENTS = Text(
    "{office} wants documents: hand them in with a letter that lists them.",
    "{office} নথি চেয়েছে: তালিকা-সহ চিঠি দিয়ে জমা দিন।",
)
FEE = Text(
    "{office} wants a fee: pay it with a letter that names the demand, and record it.",
    "{office} ফি চেয়েছে: দাবিপত্রের উল্লেখ করে চিঠি-সহ জমা দিন ও নথিভুক্ত করুন।",
)
SENT_ON = Text(
    "It was sent on to another office on {on}: find out to which, and record it.",
    "{on} তারিখে অন্য দপ্তরে পাঠানো হয়েছে: কোন দপ্তরে জেনে নথিভুক্ত করুন।",
)
AVOIDED = Text(
    "{office} must not learn of the claim: ask her how to go on.",
    "{office} যেন এ দাবির কথা না জানে: কীভাবে এগোনো যায় তাঁকে জিজ্ঞাসা করুন।",
)
NO_LIMIT = Text("It lies with {office}; no limit binds it.", "বিষয়টি {office}-এর কাছে আছে; তার কোনও সময়সীমা নেই।")
HEARING = Text(
    "{office} has fixed a hearing; wait until {until}.", "{office} শুনানির দিন ধার্য করেছে; {until} পর্যন্ত অপেক্ষা।"
)
ORDER = Text(
    "{office} held its hearing on {hearing}; its order is waited for until {until}.",
    "{office}-এ {hearing} তারিখে শুনানি হয়েছে; আদেশের জন্য {until} পর্যন্ত অপেক্ষা।",
)
ORDERED = Text(
    "The appeal was allowed on {on}: the information should come from {office}.",
    "{on} তারিখে আপীল মঞ্জুর হয়েছে: {office} থেকে তথ্য আসার কথা।",
)
AT_COMMISSION = Text(
    "It lies with {office}, which no limit binds; a reminder on {remind}.",
    "বিষয়টি {office}-এর কাছে, তার কোনও সময়সীমা নেই; তাগাদা {remind} তারিখে।",
)
AWARD_DUE = Text(
    "The award of {on} should be paid; if it is not, a letter from {until}.",
    "{on} তারিখের আদেশের টাকা পাওয়ার কথা; না পেলে {until} থেকে চিঠি।",
)
GRANTED = Text(
    "Granted on {on}, not yet delivered: ask her whether she has received it.",
    "{on} তারিখে মঞ্জুর হয়েছে, হাতে এসেছে কি না জানা নেই: তিনি পেয়েছেন কি না জিজ্ঞাসা করুন।",
)
THREAT = Text(
    "A threat was made on {on}: everything is held until she decides.",
    "{on} তারিখে হুমকি এসেছে: তিনি না বলা পর্যন্ত সব স্থগিত।",
)
HELD = Text("On {on} she asked to wait with everything.", "{on} তারিখে তিনি সব কিছু স্থগিত রাখতে বলেছেন।")
CONSENT_WITHDRAWN = Text(
    "She has withdrawn her consent: nothing is written.", "তিনি সম্মতি প্রত্যাহার করেছেন: কিছুই লেখা হবে না।"
)
LAWYER_FIRST = Text(
    "She was a child at the time, or that is not known: a lawyer sees this claim first.",
    "ঘটনার সময় তিনি নাবালিকা ছিলেন, বা তা জানা নেই: আগে আইনজীবী দেখবেন।",
)
ENDED = Text(
    "{service} is no longer in force: ask her whether to claim what took its place, {successor}.",
    "{service} এখন আর চালু নেই: তার জায়গায় {successor} দাবি করবেন কি না তাঁকে জিজ্ঞাসা করুন।",
)
RURAL = Text(
    "{service} is for those who live under a Gram Panchayat: ask the municipality or the Sub-Divisional Officer what "
    "there is in its place.",
    "{service} গ্রাম পঞ্চায়েত এলাকার জন্য: এর জায়গায় কী আছে, পৌরসভায় বা মহকুমা শাসকের দপ্তরে জেনে নিন।",
)
NOTHING_SINCE = Text("if there is anything", "যদি কিছু থাকে")
WITHHELD = Text("She asked to wait with this step: {kind}.", "এই পদক্ষেপে তিনি অপেক্ষা করতে বলেছেন: {kind}।")
NO_OFFICE = Text(
    "No office is left on the ladder: ask her, or a lawyer, how to go on.",
    "যাওয়ার মতো কোনও দপ্তর বাকি নেই: কীভাবে এগোনো যায় তাঁকে বা আইনজীবীকে জিজ্ঞাসা করুন।",
)
LADDER_ENDS = Text(
    "The ladder ends here: the dossier for the District Magistrate, or a lawyer.",
    "এখানেই ধাপ শেষ: জেলা শাসকের কাছে নথিসংকলন, অথবা আইনজীবী।",
)
LEFT_OUT = Text(
    "The ladder ends here: the offices above must not learn of it, or cannot be named. Ask her, or a lawyer.",
    "এখানেই ধাপ শেষ: উপরের দপ্তরগুলিকে জানানো যাবে না, বা তাদের নাম জানা নেই। তাঁকে বা আইনজীবীকে জিজ্ঞাসা করুন।",
)
WRIT = Text(
    "The Information Commission has refused or stayed silent: a writ in the High Court, through a lawyer.",
    "তথ্য কমিশন প্রত্যাখ্যান করেছে বা নীরব: আইনজীবীর মাধ্যমে হাইকোর্টে রিট।",
)
COURT = Text("The next step is {office}: a lawyer's matter.", "পরের ধাপ {office}: আইনজীবীর কাজ।")
NO_APPELLATE = Text(
    "Who hears the first appeal is not known, or it is an office to avoid: take it from the office's board.",
    "প্রথম আপীল কে শুনবেন জানা নেই, অথবা দপ্তরটি এড়াতে হবে: দপ্তরের বোর্ড থেকে জেনে নিন।",
)
ONE_COMMISSION = Text(
    "Instead of it she may choose one of: {others}. None takes up what lies before another.",
    "এর বদলে তিনি এগুলির একটি বেছে নিতে পারেন: {others}। একটিতে জানানো হলে অন্যটি তা হাতে নেয় না।",
)
KINDS = {
    "application": Text("application", "আবেদন"),
    "reminder": Text("reminder", "তাগাদাপত্র"),
    "escalation": Text("escalation", "ঊর্ধ্বতন দপ্তরে আবেদন"),
    "rti_request": Text("information request", "তথ্যের আবেদন"),
    "first_appeal": Text("first appeal", "প্রথম আপীল"),
    "memorandum": Text("memorandum", "স্মারকলিপি"),
    "posted_letter": Text("letter sent by registered Speed Post", "রেজিস্টার্ড স্পিড পোস্টে পাঠানো পত্র"),
    "transfer_follow_up": Text("letter after the transfer", "হস্তান্তরের পরের পত্র"),
    "fee_forwarding": Text("letter forwarding the fee", "ফি জমার পত্র"),
    "compliance": Text("letter with the documents asked for", "নথি জমার পত্র"),
    "delivery_reminder": Text("letter about what was granted and not delivered", "মঞ্জুরির পরেও না পাওয়ার পত্র"),
    "second_appeal": Text("second appeal", "দ্বিতীয় আপীল"),
    "rti_complaint": Text("complaint to the Information Commission", "তথ্য কমিশনে অভিযোগ"),
    "commission_reminder": Text("reminder to the Information Commission", "তথ্য কমিশনে তাগাদাপত্র"),
    "sp_letter": Text("letter to the Superintendent of Police", "পুলিশ সুপারকে পত্র"),
    "magistrate_application": Text("application to the Magistrate", "ম্যাজিস্ট্রেটের কাছে আবেদন"),
    "commission_complaint": Text("complaint to the Commission", "কমিশনে অভিযোগ"),
    "bank_complaint": Text("complaint to the bank", "ব্যাঙ্কের কাছে অভিযোগ"),
    "ombudsman_complaint": Text("complaint to the Ombudsman", "লোকপালের কাছে অভিযোগ"),
    "compensation_appeal": Text("compensation appeal", "ক্ষতিপূরণের আপীল"),
    "unpaid_award": Text("letter about the unpaid award", "ক্ষতিপূরণের টাকা না পাওয়ার পত্র"),
}

ELEMENTS = {
    "officer": Text("the officer's name and post", "আধিকারিকের নাম ও পদ"),
    "reasons": Text("reasons", "কারণ"),
    "section": Text("the clause of the Act", "আইনের দফা"),
    "answers": Text("an answer to every question", "সব প্রশ্নের উত্তর"),
    "authority": Text("the authority to which it was sent on", "যে কর্তৃপক্ষের কাছে পাঠানো হল"),
    "appeal_period": Text("the time for an appeal", "আপীলের সময়সীমা"),
    "appellate": Text("the appellate authority", "আপীল কর্তৃপক্ষ"),
    "certified": Text("the certificate on the copies", "নকলে প্রত্যয়ন"),
    "fee_calculation": Text("how the fee was worked out", "ফি-র হিসাব"),
    "fee_review": Text("the right to have the fee reviewed", "ফি পুনর্বিবেচনার অধিকার"),
}

CODES = {text: name.lower() for name, text in list(globals().items()) if isinstance(text, Text)}
