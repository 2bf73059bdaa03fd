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
APPEAL_SILENCE = Text(
    "The information officer has not replied by {due}; the appeal must be filed by {closes}.",
    "জন তথ্য আধিকারিক {due} পর্যন্ত উত্তর দেননি; আপীলের শেষ দিন {closes}।",
)
APPEAL_REFUSED = Text(
    "The information was refused or not fully given on {on}; the appeal must be filed by {closes}.",
    "{on} তারিখে তথ্য দিতে অস্বীকার করা হয়েছে বা পুরোটা দেওয়া হয়নি; আপীলের শেষ দিন {closes}।",
)
APPEAL_LATE = Text(
    "The last day for the appeal was {closes}: ask that the delay be condoned, with its cause.",
    "আপীলের শেষ দিন ছিল {closes}: কারণ দেখিয়ে বিলম্ব মার্জনার প্রার্থনা করতে হবে।",
)

NOT_RIPE = Text("{office} may still answer until {due}.", "{office} {due} পর্যন্ত উত্তর দিতে পারে।")
HAND_IN = Text(
    "Written and not yet handed in: hand it in at {office} and record it.",
    "লেখা হয়েছে, জমা পড়েনি ({office}): জমা দিয়ে নথিভুক্ত করুন।",
)
NOT_TAKEN = Text(
    "{office} would not take it on {on}: send it by registered Speed Post and record that.",
    "{office} {on} তারিখে চিঠি নেয়নি: রেজিস্টার্ড স্পিড পোস্টে পাঠিয়ে নথিভুক্ত করুন।",
)
DOCUMENTS = Text("{office} wants documents: hand them in and record it.", "{office} নথি চেয়েছে: জমা দিয়ে নথিভুক্ত করুন।")
FEE = Text("{office} wants a fee: pay it and record it.", "{office} ফি চেয়েছে: জমা দিয়ে নথিভুক্ত করুন।")
HEARING = Text(
    "{office} has fixed a hearing; wait until {until}.", "{office} শুনানির দিন ধার্য করেছে; {until} পর্যন্ত অপেক্ষা।"
)
GRANTED = Text(
    "Granted on {on}, not yet delivered: ask her whether she has received it.",
    "{on} তারিখে মঞ্জুর হয়েছে, হাতে এসেছে কি না জানা নেই: তিনি পেয়েছেন কি না জিজ্ঞাসা করুন।",
)
THREAT = Text(
    "A threat was made on {on}: everything is held until she decides.",
    "{on} তারিখে হুমকি এসেছে: তিনি না বলা পর্যন্ত সব স্থগিত।",
)
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
COURT = Text("The next step is {office}: a lawyer's matter.", "পরের ধাপ {office}: আইনজীবীর কাজ।")
NO_APPELLATE = Text(
    "Who hears the first appeal is not known, or it is an office to avoid: take it from the office's board.",
    "প্রথম আপীল কে শুনবেন জানা নেই, অথবা দপ্তরটি এড়াতে হবে: দপ্তরের বোর্ড থেকে জেনে নিন।",
)
SECOND_APPEAL = Text(
    "A second appeal to the Information Commission may be filed from {opens} to {closes}.",
    "তথ্য কমিশনে দ্বিতীয় আপীল করা যায় {opens} থেকে {closes} পর্যন্ত।",
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

CODES = {text: name.lower() for name, text in list(globals().items()) if isinstance(text, Text)}
