"""The sentences of a derivation, in English and in Bengali."""

from __future__ import annotations

from rules.rows import Basis, Count, Verification
from rules.text import Text

STARTS = Text("Counted from {start}: {what}.", "গণনার শুরু {start}: {what}।")
RULE = Text("{provision}: {amount} {unit}. Basis: {basis}; {verification}.",
            "{provision}: {amount} {unit}। ভিত্তি: {basis}; {verification}।")  # fmt: skip
SAYS = Text("What it says: {what}.", "বিধানে আছে: {what}।")
AT_ONCE = Text("{provision}: at once. Basis: {basis}; {verification}.",
               "{provision}: অবিলম্বে। ভিত্তি: {basis}; {verification}।")  # fmt: skip
NO_LIMIT = Text("{provision}: no limit that can be counted. Basis: {basis}; {verification}.",
                "{provision}: গণনাযোগ্য কোনও সময়সীমা নেই। ভিত্তি: {basis}; {verification}।")  # fmt: skip
APIO = Text("Lodged with an assistant information officer: {days} days more (RTI Act 2005 s.5(2)).",
            "সহকারী জন তথ্য আধিকারিকের কাছে জমা: আরও {days} দিন (তথ্যের অধিকার আইন, ২০০৫, ৫(২) ধারা)।")  # fmt: skip
THIRD_PARTY = Text("A third party is heard: {days} days in all instead (RTI Act 2005 s.11(3)).",
                   "তৃতীয় পক্ষের বক্তব্য শোনা হচ্ছে: তার বদলে মোট {days} দিন (তথ্যের অধিকার আইন, ২০০৫, ১১(৩) ধারা)।")  # fmt: skip
LIFE = Text("Life or liberty is concerned: {hours} hours instead (RTI Act 2005 s.7(1) proviso).",
            "জীবন বা স্বাধীনতার প্রশ্ন: তার বদলে {hours} ঘণ্টা (তথ্যের অধিকার আইন, ২০০৫, ৭(১) ধারার শর্তাংশ)।")  # fmt: skip
CLOSES_SOON = Text("From {on}: our own limit closes on {closes}, {left} days later.",
                   "{on} থেকে: আমাদের নিজস্ব সময়সীমা শেষ হবে {closes}, {left} দিন পরে।")  # fmt: skip
FEE_PAID = Text(
    "Fee asked for on {sent}, paid on {paid}: {days} days are not counted (RTI Act 2005 s.7(3)(a)).",
    "ফি চাওয়া হয়েছে {sent}, জমা {paid}: {days} দিন গণনার বাইরে (তথ্যের অধিকার আইন, ২০০৫, ৭(৩)(a) ধারা)।",
)
FEE_UNPAID = Text("Fee asked for on {sent} and not paid: the clock stands still until it is paid.",
                  "ফি চাওয়া হয়েছে {sent}, এখনও জমা পড়েনি: জমা না পড়া পর্যন্ত সময় গণনা স্থগিত।")  # fmt: skip
FEE_TAKEN = Text(
    "No day of despatch is given: the demand is taken to have been sent on the day of receipt.",
    "দাবিপত্র পাঠানোর দিন বলা নেই: প্রাপ্তির দিনেই পাঠানো হয়েছে বলে ধরা হয়েছে।",
)
FEE_LATE = Text(
    "The fee letter of {sent} came after the last day: it stops nothing, and the information is free (s.7(6)).",
    "{sent} তারিখের ফি-পত্র শেষ দিনের পরে এসেছে: তাতে গণনা থামে না, তথ্য বিনামূল্যে প্রাপ্য (৭(৬) ধারা)।",
)
DECIDED = Text("A decision was received on {decided}: {amount} {unit} from that day.",
               "সিদ্ধান্ত পাওয়া গেছে {decided}: সেদিন থেকে {amount} {unit}।")  # fmt: skip
SKIPPED = Text("Not counted: {days}.", "গণনার বাইরে: {days}।")
LAST_DAY = Text("Last day: {due}.", "শেষ দিন: {due}।")
REQUESTED = Text("Requested by {due}; no law sets this date.", "{due} তারিখের মধ্যে অনুরোধ; কোনও আইনে এই তারিখ নির্দিষ্ট নয়।")
UNSURE = Text("Requested by {due}; the limit has not been verified.",
              "{due} তারিখের মধ্যে অনুরোধ; সময়সীমাটি যাচাই হয়নি।")  # fmt: skip
LAST_HOUR = Text("Last hour: {due}.", "শেষ সময়: {due}।")
CLOSED = Text("{day} is a closed day ({why}): the office may still act on {open}.",
              "{day} ছুটির দিন ({why}): দপ্তর {open} পর্যন্ত কাজটি করতে পারে।")  # fmt: skip
RIPE = Text("We may act on silence from {ripe}.", "উত্তর না এলে আমরা {ripe} থেকে পদক্ষেপ নিতে পারি।")
RIPE_HOUR = Text("We may act on silence once that hour has passed.", "ওই সময় পেরোলেই আমরা পদক্ষেপ নিতে পারি।")
WITH_LIST_II = Text("{day}: if the office leaves the State's own holidays (List II) out as well.",
                    "{day}: দপ্তর যদি রাজ্যের নিজস্ব ছুটিও (তালিকা ২) বাদ দিয়ে গোনে।")  # fmt: skip
OUTER = Text("Outer date {outer}: {words}.", "সর্বশেষ তারিখ {outer}: {words}।")
ALSO = Text("{day}: {words}.", "{day}: {words}।")
WINDOW = Text("Our own limit: it opens on {opens} and closes on {closes}; a closed office does not extend it.",
              "আমাদের নিজস্ব সময়সীমা: শুরু {opens}, শেষ {closes}; ছুটির দিনে এর মেয়াদ বাড়ে না।")  # fmt: skip
WARN = Text("Warnings fall on {days}.", "সতর্কতার দিন: {days}।")

NO_HOLIDAYS = Text(
    "No holiday list is loaded for {year}: only Saturdays and Sundays are known as closed days. Check by hand.",
    "{year} সালের ছুটির তালিকা নেই: কেবল শনি ও রবিবার ছুটি ধরা হয়েছে। হাতে মিলিয়ে নিন।",
)
DOUBTFUL = Text(
    "Nobody has verified that {day} is a holiday ({name}); the office is given the benefit of it. Check by hand.",
    "{day} ছুটির দিন কি না ({name}), তা যাচাই হয়নি; ছুটি ধরে দপ্তরকে সময় দেওয়া হয়েছে। হাতে মিলিয়ে নিন।",
)
NOT_HELD = Text(
    "Whether {day} is a holiday ({name}) is doubtful; it is not counted as one. Check by hand.",
    "{day} ছুটির দিন কি না ({name}), তা নিয়ে সন্দেহ আছে; ছুটি ধরা হয়নি। হাতে মিলিয়ে নিন।",
)
HOUR_NOT_KNOWN = Text(
    "The hour of receipt is not known: counted from the end of that day.",
    "প্রাপ্তির সময় জানা নেই: ওই দিনের শেষ থেকে গণনা করা হয়েছে।",
)

ONE_UNIT = {
    Count.DAYS: Text("day", "দিন"),
    Count.MONTHS: Text("calendar month", "ক্যালেন্ডার মাস"),
    Count.HOURS: Text("hour", "ঘণ্টা"),
    Count.RTPS_DAYS: Text("day without public holidays", "দিন (সরকারি ছুটি বাদে)"),
    Count.WORKING_DAYS: Text("working day", "কর্মদিবস"),
}
UNITS = {
    Count.DAYS: Text("days", "দিন"),
    Count.MONTHS: Text("calendar months", "ক্যালেন্ডার মাস"),
    Count.HOURS: Text("hours", "ঘণ্টা"),
    Count.RTPS_DAYS: Text("days without public holidays", "দিন (সরকারি ছুটি বাদে)"),
    Count.WORKING_DAYS: Text("working days", "কর্মদিবস"),
}
BASES = {
    Basis.STATUTE: Text("statute", "আইন"),
    Basis.NOTIFIED: Text("notified", "বিজ্ঞপ্তি"),
    Basis.GUIDELINE: Text("scheme guideline", "প্রকল্প-নির্দেশিকা"),
    Basis.CONVENTION: Text("convention, our own request", "প্রচলিত রীতি, আমাদের নিজস্ব অনুরোধ"),
}
SAID = {  # where nobody has read it
    Basis.STATUTE: Text("said to be statute", "আইন বলে প্রচলিত"),
    Basis.NOTIFIED: Text("said to be notified", "বিজ্ঞপ্তি বলে প্রচলিত"),
    Basis.GUIDELINE: Text("said to be a scheme guideline", "প্রকল্প-নির্দেশিকা বলে প্রচলিত"),
}
VERIFICATIONS = {
    Verification.SOURCED: Text("read at the source", "মূল সূত্রে পড়া"),
    Verification.SECONDARY: Text("from a secondary source", "গৌণ সূত্র থেকে"),
    Verification.GENERAL_KNOWLEDGE: Text("general knowledge, to be verified", "সাধারণ জ্ঞান, যাচাই করতে হবে"),
    Verification.DERIVED: Text("worked out from sourced rules", "মূল সূত্রের নিয়ম থেকে হিসাব করা"),
}
SIGNED_OFF = Text("verified by a lawyer", "আইনজীবীর যাচাই করা")

POSTED = Text(
    "Posted on {filed}; its arrival {days} days later is assumed until there is proof.",
    "ডাকে দেওয়া হয়েছে {filed}; প্রমাণ না আসা পর্যন্ত {days} দিন পরে পৌঁছেছে বলে ধরা হয়েছে।",
)
HANDED_IN = Text(
    "Handed in on {filed}; receipt on that day is assumed until there is proof.",
    "জমা দেওয়া হয়েছে {filed}; প্রমাণ না আসা পর্যন্ত ওই দিনই প্রাপ্তি ধরা হয়েছে।",
)
TRANSFERRED = Text(
    "Transferred by a letter of {moved}; its arrival {days} days later is assumed.",
    "{moved} তারিখের চিঠিতে হস্তান্তরিত; {days} দিন পরে পৌঁছেছে বলে ধরা হয়েছে।",
)
FROM_PAYMENT = Text("Counted anew from the payment of the fee on {paid}.", "ফি জমার দিন {paid} থেকে নতুন করে গণনা।")
