"""The sentences by which a paper waits for a person, what its fields are called, and outcomes, in both languages.

``{what}`` stands for another sentence of this file, every other brace for a value.
"""

from __future__ import annotations

from rules.text import Text

OUTCOMES = {
    "granted": "মঞ্জুর",
    "interim_granted": "অন্তর্বর্তী মঞ্জুর",
    "refused": "প্রত্যাখ্যান",
    "transferred": "অন্য দপ্তরে পাঠানো",
    "fee_demanded": "ফি চাওয়া",
    "information_supplied": "তথ্য দেওয়া",
    "partly_supplied": "আংশিক তথ্য দেওয়া",
    "documents_wanted": "কাগজপত্র চাওয়া",
    "under_process": "প্রক্রিয়াধীন",
    "hearing_fixed": "শুনানির দিন ধার্য",
    "not_held": "তথ্য ওই দপ্তরে নেই",
    "unknown": "জানা নেই",
}

FIELDS = {
    "answers": Text("answers", "প্রশ্নের উত্তর"),
    "diary_no": Text("diary number", "ডায়েরি নম্বর"),
    "fee_amount": Text("fee", "ফি"),
    "file": Text("file", "ফাইল"),
    "hearing_date": Text("hearing date", "শুনানির তারিখ"),
    "kind": Text("kind of paper", "কাগজের ধরন"),
    "lacks": Text("what the reply lacks", "উত্তরে যা নেই"),
    "letter": Text("letter", "কোন চিঠি"),
    "letter_date": Text("date of the letter", "চিঠির তারিখ"),
    "memo_no": Text("memo number", "স্মারক নম্বর"),
    "number_kind": Text("kind of number", "নম্বরের ধরন"),
    "outcome": Text("outcome", "দপ্তরের সিদ্ধান্ত"),
    "pages": Text("pages", "পাতা"),
    "received_date": Text("date received", "প্রাপ্তির তারিখ"),
    "reference": Text("reference", "আমাদের চিঠির নম্বর"),
    "section": Text("section of the Act", "আইনের ধারা"),
    "text": Text("text", "লেখা"),
}

_MARKS = (  # the office's mark on our receipt copy
    Text("no mark of the office found", "দপ্তরের সিল বা সই পাওয়া যায়নি"),
    Text(
        "nothing but a pen has been on it, which may be one of ours",
        "শুধু কলমের লেখা আছে, তা আমাদের কারও হতে পারে",
    ),
    Text(
        "it is by a pen, and the stamp's own date cannot be read",
        "তারিখটি কলমে লেখা, সিলের নিজের তারিখ পড়া যাচ্ছে না",
    ),
    Text(
        "there is no archived print to compare with, so only coloured ink and the strip were read",
        "মিলিয়ে দেখার মতো ছাপা কপি জমা নেই, তাই শুধু রঙিন কালি ও প্রাপ্তির ঘরগুলি পড়া হয়েছে",
    ),
    Text("the archived print has no page {number}", "জমা রাখা ছাপা কপিতে {number} নম্বর পাতা নেই"),
    Text("the date in the strip could not be read", "প্রাপ্তির ঘরে লেখা তারিখ পড়া যায়নি"),
    Text("no date could be read in the office's mark", "দপ্তরের সিলে বা লেখায় কোনও তারিখ পড়া যায়নি"),
    Text("a number is marked and could not be read", "একটি নম্বর লেখা আছে, পড়া যায়নি"),
    Text("a line by pen could not be read", "কলমে লেখা একটি লাইন পড়া যায়নি"),
    Text("the marks give different values: {values}", "এক-এক জায়গায় এক-এক রকম লেখা: {values}"),
    Text(
        "a date by pen stands alone and may not be that of the receipt",
        "কলমে লেখা একটি তারিখ আলাদা রয়েছে, তা প্রাপ্তির তারিখ না-ও হতে পারে",
    ),
    Text("the date by pen is not clear enough", "কলমে লেখা তারিখ স্পষ্ট নয়"),
    Text("the number by pen is not clear enough", "কলমে লেখা নম্বর স্পষ্ট নয়"),
    Text("the boxes of the strip are not clear enough", "প্রাপ্তির ঘরের লেখা স্পষ্ট নয়"),
    Text("the numerals of the strip are not clear enough", "প্রাপ্তির ঘরের সংখ্যা স্পষ্ট নয়"),
    Text("digits of two scripts in one number", "একই নম্বরে বাংলা ও ইংরেজি দু’রকম সংখ্যা"),
    Text("something else follows the number", "নম্বরের পরে আরও কিছু লেখা আছে"),
    Text("it does not look like a whole number", "নম্বরটি পুরো বলে মনে হচ্ছে না"),
    Text("it may be a part of a date", "এটি কোনও তারিখের অংশ হতে পারে"),
    Text("read differently in different ways", "বারবার পড়ে আলাদা আলাদা ফল এসেছে"),
    Text(
        "its figures could not be told apart for a second opinion",
        "অঙ্কগুলি আলাদা করা যায়নি, তাই দ্বিতীয়বার মেলানো যায়নি",
    ),
    Text("its figures may be others", "অঙ্কগুলি অন্য কিছু হতে পারে"),
    Text("its figures are not clear enough", "অঙ্কগুলি স্পষ্ট নয়"),
    Text("not read clearly enough", "স্পষ্ট পড়া যায়নি"),
    Text("read in one way only", "এক ভাবেই পড়া গেছে, মেলানো যায়নি"),
    Text("{day} lies before the letter was printed", "{day} চিঠি ছাপার আগের তারিখ"),
    Text("{day} lies after the scan", "{day} স্ক্যানের পরের তারিখ"),
    Text(
        "its year reads {year}, so its day may be misread too",
        "বছর পড়া গেছে {year}, তাই দিনও ভুল পড়া হতে পারে",
    ),
    Text(
        "its month cannot be read; only the days since printing suggest it",
        "মাস পড়া যায়নি; ছাপার পরের দিনগুলি দেখে অনুমান করা হয়েছে",
    ),
    Text(
        "by the record it was handed in on {day}, and the mark says {days}",
        "খাতায় জমার তারিখ {day}, কিন্তু দপ্তরের লেখায় {days}",
    ),
    Text("another receipt on it may be of {day}", "এতে আর একটি প্রাপ্তির তারিখ থাকতে পারে: {day}"),
    Text("a mark says {value}", "একটি সিলে লেখা “{value}”: কাগজটি কি নেওয়া হয়েছে, দেখুন"),
    Text("the mark says {value}, which is no receipt", "সিলে লেখা “{value}”, তা প্রাপ্তির সিল নয়"),
    Text("it is the number of something else", "নম্বরটি অন্য কিছুর"),
    Text("it stands where a number is asked for", "নম্বর চাওয়ার জায়গায় এটি লেখা"),
    Text("its line gives it for something else", "ওই লাইনে এটি অন্য কিছুর তারিখ"),
    Text("its year may be another", "বছরটি অন্য হতে পারে"),
    Text("no reference could be read", "আমাদের চিঠির নম্বর পড়া যায়নি"),
)

_SHEETS = (
    Text("codes of two letters are on one page", "এক পাতায় দু’টি চিঠির কোড রয়েছে"),
    Text(
        "the fronts and then the backs of this pile were scanned, so which back is whose is not certain",
        "গোছার আগে সব সামনের দিক, পরে সব পিছনের দিক স্ক্যান হয়েছে; কোন পিছন কোন কাগজের, মিলিয়ে দেখুন",
    ),
    Text(
        "more than one side without a code follows this one, so whose backs they are is not certain",
        "এর পরে কোড ছাড়া একাধিক পাতা আছে; কোনটি কোন কাগজের পিছন, মিলিয়ে দেখুন",
    ),
    Text("the page could not be laid over its print", "পাতাটি ছাপা কপির সঙ্গে মেলানো যায়নি"),
    Text("no code was read on the page", "পাতার কোড পড়া যায়নি"),
    Text(
        "the page is bent or torn too much to lie on its print",
        "পাতা এত বাঁকা বা ছেঁড়া যে ছাপা কপির সঙ্গে মেলানো যায়নি",
    ),
    Text("too little of the print was found on the page", "পাতায় ছাপা লেখার খুব কম অংশ পাওয়া গেছে"),
    Text(
        "nothing is on the page itself: is the side in the next file its back?",
        "এই পাতায় কোনও সিল বা লেখা নেই: পরের ফাইলের পাতাটি কি এর পিছন দিক?",
    ),
    Text(
        "these pages may be two letters: a later one has a head of its own",
        "এই পাতাগুলি দু’টি চিঠি হতে পারে: পরের একটি পাতায় আলাদা শিরোনাম রয়েছে",
    ),
)

_REPLIES = (
    Text("a part of the number is written by pen", "নম্বরের একটি অংশ কলমে লেখা"),
    Text("two different numbers stand in the letter's head", "চিঠির মাথায় দু’টি আলাদা নম্বর রয়েছে"),
    Text("the label of the number could not be read", "কীসের নম্বর, তা পড়া যায়নি"),
    Text(
        "the number looks as if its serial was left open or written by hand",
        "মনে হচ্ছে নম্বরের ক্রমিক অংশ ফাঁকা বা হাতে লেখা",
    ),
    Text("the number has a character that numbers do not have", "নম্বরে এমন অক্ষর আছে, যা নম্বরে থাকে না"),
    Text("a bracket of the number is missing", "নম্বরের একটি বন্ধনী নেই"),
    Text("a part of the number is in two scripts", "নম্বরের একটি অংশে বাংলা-ইংরেজি মেশানো"),
    Text(
        "the number has small letters, as Bengali digits look to an English reader",
        "নম্বরে ছোট হাতের ইংরেজি অক্ষর এসেছে; বাংলা অঙ্ক ভুল পড়া হতে পারে",
    ),
    Text("the only date in the letter's head lies after today", "চিঠির মাথার একমাত্র তারিখটি আজকের পরের"),
    Text("two different dates stand in the letter's head", "চিঠির মাথায় দু’টি আলাদা তারিখ রয়েছে"),
    Text("no label says that this is the letter's own date", "এটিই চিঠির তারিখ কি না, কোথাও লেখা নেই"),
    Text("the date is written by pen", "তারিখটি কলমে লেখা"),
    Text("digits of two scripts in one date", "একই তারিখে বাংলা ও ইংরেজি দু’রকম সংখ্যা"),
    Text(
        "a date of the Bengali era may be off by one day",
        "বঙ্গাব্দের তারিখ, এক দিন এদিক-ওদিক হতে পারে",
    ),
    Text("the letter names more than one sum", "চিঠিতে একাধিক টাকার অঙ্ক রয়েছে"),
    Text(
        "the sum does not agree with its reckoning: {pages} pages at {rate} are not {sum}",
        "টাকার হিসাব মিলছে না: {rate} টাকা দরে {pages} পাতায় {sum} টাকা হয় না",
    ),
    Text("the letter names more than one date beside the hearing", "শুনানির পাশে একাধিক তারিখ রয়েছে"),
    Text("it is addressed to an office, not to who wrote", "চিঠিটি আবেদনকারীকে নয়, কোনও দপ্তরকে লেখা"),
    Text("it is no day after that of the letter", "শুনানির তারিখ চিঠির তারিখের পরে নয়"),
    Text("it was not found on the letter", "চিঠিতে পাওয়া যায়নি"),
    Text("read with confidence {had}, under {least}", "নিশ্চিত পড়া যায়নি: নিশ্চয়তা {had}, দরকার {least}"),
    Text(
        "it stands where a letter's number and date do not stand, and was read only once",
        "সাধারণত নম্বর ও তারিখ যেখানে থাকে, এটি সেখানে নেই; পড়াও গেছে একবারই",
    ),
    Text("two readings of it do not agree", "দু’বার পড়ে দু’রকম ফল এসেছে"),
    Text("a second reading could not make it out", "দ্বিতীয়বার আর পড়া যায়নি"),
    Text("this is no letter of a known form", "কাগজটি চেনা ধাঁচের চিঠি নয়"),
    Text(
        "it is neither our receipt copy nor clearly a reply",
        "এটি আমাদের প্রাপ্তি-কপি নয়, দপ্তরের উত্তর কি না তা-ও স্পষ্ট নয়",
    ),
)

_OUTCOME = (
    Text("what the office decided could not be read", "দপ্তর কী সিদ্ধান্ত নিয়েছে, পড়া যায়নি"),
    Text("no known wording of an answer was found", "উত্তরের কোনও চেনা বয়ান পাওয়া যায়নি"),
    Text("the wording only hints at {outcomes}", "বয়ান থেকে শুধু আভাস মেলে: {outcomes}"),
    Text("the wording speaks for more than one outcome: {outcomes}", "বয়ানে একাধিক সিদ্ধান্ত বোঝায়: {outcomes}"),
    Text(
        "a line of the letter could not be read, and it may say something else",
        "চিঠির একটি লাইন পড়া যায়নি, তাতে অন্য কথা থাকতে পারে",
    ),
    Text(
        "it answers several points, and not all of them may be refused",
        "এতে কয়েকটি বিষয়ের উত্তর আছে, সব ক’টি হয়তো প্রত্যাখ্যান নয়",
    ),
    Text(
        "it is a general order or notification, and no answer to one person",
        "এটি সাধারণ আদেশ বা বিজ্ঞপ্তি, কোনও একজনকে দেওয়া উত্তর নয়",
    ),
    Text(
        "it is refused, or nothing is held: the wording speaks of a search",
        "প্রত্যাখ্যান, না কি তথ্যই নেই, স্পষ্ট নয়: চিঠিতে খোঁজার কথা আছে",
    ),
    Text(
        "its wording may leave the decision open, or take one back",
        "বয়ানে সিদ্ধান্ত হয়তো ঝুলে আছে, বা ফিরিয়ে নেওয়া হয়েছে",
    ),
    Text(
        "it is granted, and something is denied or held back beside that",
        "মঞ্জুর হয়েছে, কিন্তু তার সঙ্গে কিছু দেওয়া হয়নি বা আটকে রাখা হয়েছে",
    ),
    Text(
        "it grants something, and the letter asks for information",
        "এতে মঞ্জুরের কথা আছে, অথচ আমাদের চিঠিতে তথ্য চাওয়া হয়েছে",
    ),
    Text("What the office decided is not certain.", "দপ্তর কী সিদ্ধান্ত নিয়েছে, নিশ্চিত নয়।"),
)

_MATCHES = (
    Text("it quotes a reference that no open letter has", "এতে যে নম্বরের উল্লেখ আছে, সেই নম্বরে কোনও খোলা চিঠি নেই"),
    Text("too little on it says which letter it answers", "কোন চিঠির উত্তর, কাগজ দেখে তা যথেষ্ট বোঝা যায় না"),
    Text("it fits more than one letter", "একাধিক চিঠির সঙ্গে মেলে"),
    Text("its code stands on the paper", "কাগজে এই চিঠির কোড রয়েছে"),
    Text("the paper is its page, by print or likeness", "ছাপা নম্বর বা চেহারায় কাগজটি এই চিঠিরই পাতা"),
    Text("it quotes our reference", "আমাদের চিঠির নম্বরের উল্লেখ আছে"),
    Text("it quotes the number of a paper on this letter", "এই চিঠির কোনও কাগজের নম্বরের উল্লেখ আছে"),
    Text("it quotes the diary number of this letter's receipt", "এই চিঠির প্রাপ্তির ডায়েরি নম্বরের উল্লেখ আছে"),
    Text("it quotes the date of this letter", "এই চিঠির তারিখের উল্লেখ আছে"),
    Text("it comes from the office that this letter went to", "চিঠিটি যে দপ্তরে গিয়েছিল, সেখান থেকেই এসেছে"),
    Text("it comes from an office on this letter's ladder", "এই চিঠির ধাপের একটি দপ্তর থেকে এসেছে"),
    Text("it names the applicant", "আবেদনকারীর নাম আছে"),
    Text("it names the service that is claimed", "দাবি করা পরিষেবার নাম আছে"),
    Text("it answers a request for information, as this letter is", "এটি তথ্যের আবেদনের উত্তর, চিঠিটিও তা-ই"),
    Text(
        "it quotes our reference, misread by a character or two",
        "আমাদের চিঠির নম্বরের উল্লেখ আছে, তবে দু’-একটি অক্ষর ভুল পড়া",
    ),
    Text(
        "it answers a request for information, and this letter is none",
        "এটি তথ্যের আবেদনের উত্তর, অথচ চিঠিটি তথ্যের আবেদন নয়",
    ),
    Text(
        "it comes from an office that is not on the letter's ladder",
        "যে দপ্তর থেকে এসেছে, তা এই চিঠির ধাপের মধ্যে নেই",
    ),
    Text(
        "it is dated before the letter that it would answer was handed in",
        "এর তারিখ আমাদের চিঠি জমা দেওয়ার আগের",
    ),
    Text(
        "it says that our letter was received before it was printed",
        "এতে আমাদের চিঠি পাওয়ার যে তারিখ লেখা, তা চিঠি ছাপার আগের",
    ),
    Text(
        "it answers letters of several claims: does it say the same to each?",
        "এটি কয়েকটি দাবির চিঠির উত্তর: সব ক’টিতে কি একই কথা বলা হয়েছে?",
    ),
    Text("{named} is no letter of this store.", "{named} নম্বরের কোনও চিঠি এখানে নেই।"),
    Text("'{given}' is not a date.", "‘{given}’ কোনও তারিখ নয়।"),
    Text("There is no certain date.", "নিশ্চিত কোনও তারিখ নেই।"),
    Text("{day} is after the day of the scan, {on}.", "{day} স্ক্যানের দিনের ({on}) পরে।"),
    Text("{day} is before the letter was written, {written}.", "{day} চিঠি লেখার দিনের ({written}) আগে।"),
    Text("It is no clause of the Act.", "আইনে এমন ধারা নেই।"),
    Text("It is not a sum.", "এটি টাকার অঙ্ক নয়।"),
    Text("It is no kind of number.", "এমন ধরনের নম্বর নেই।"),
    Text("A receipt of {day} is on record already.", "এই চিঠির {day} তারিখের প্রাপ্তি আগেই নথিভুক্ত।"),
    Text("A receipt with another number is on record already.", "অন্য নম্বরের একটি প্রাপ্তি আগেই নথিভুক্ত।"),
)

_FILES = (  # after "It" or after which page of which scan
    Text("is empty (0 bytes). Scan or copy it again.", "ফাইলে কিছু নেই (০ বাইট)। আবার স্ক্যান বা কপি করুন।"),
    Text(
        "has {size} MB; the most is {most} MB. Split it, or scan at 200 dpi.",
        "ফাইলটি {size} MB; সর্বাধিক {most} MB চলে। ভাগ করুন, বা ২০০ dpi-তে স্ক্যান করুন।",
    ),
    Text(
        "is not a PDF or a picture, whatever its name says: {content}. "
        "Scan the paper to PDF, JPEG, PNG, TIFF, HEIC or WebP.",
        "নাম যা-ই হোক, ফাইলটি PDF বা ছবি নয়। কাগজটি PDF, JPEG, PNG, TIFF, HEIC বা WebP হিসেবে স্ক্যান করুন।",
    ),
    Text(
        "has {pages} pages; the most is {most}. Split it into smaller files.",
        "ফাইলে {pages} পাতা; সর্বাধিক {most} পাতা চলে। ছোট ছোট ফাইলে ভাগ করুন।",
    ),
    Text(
        "is {width} x {height} pixels; the most is {most} million pixels in one picture. "
        "Scan it again at 200 to 300 dpi.",
        "ছবিটি খুব বড় ({width} x {height} পিক্সেল)। ২০০ থেকে ৩০০ dpi-তে আবার স্ক্যান করুন।",
    ),
    Text(
        "is far too large; the most is {most} million pixels in one picture. Scan it again at 200 to 300 dpi.",
        "ছবিটি খুব বড়। ২০০ থেকে ৩০০ dpi-তে আবার স্ক্যান করুন।",
    ),
    Text(
        "is locked with a password. Save a copy without the password and add that.",
        "ফাইলে পাসওয়ার্ড দেওয়া। পাসওয়ার্ড ছাড়া কপি রেখে সেটি দিন।",
    ),
    Text(
        "is a damaged or incomplete PDF. Copy or scan it again.",
        "PDF-টি নষ্ট বা অসম্পূর্ণ। আবার কপি বা স্ক্যান করুন।",
    ),
    Text("is a PDF without pages. Scan it again.", "PDF-এ কোনও পাতা নেই। আবার স্ক্যান করুন।"),
    Text("is damaged. Scan that page again.", "পাতাটি নষ্ট। শুধু ওই পাতা আবার স্ক্যান করুন।"),
    Text("has no size. Scan that page again.", "পাতাটির কোনও মাপ নেই। শুধু ওই পাতা আবার স্ক্যান করুন।"),
    Text(
        "is a damaged or incomplete picture. Copy or photograph it again.",
        "ছবিটি নষ্ট বা অসম্পূর্ণ। আবার কপি করুন বা ছবি তুলুন।",
    ),
    Text(
        "is not what was put into the vault. Run 'dabi verify', and scan the paper again.",
        "ভল্টে যা রাখা হয়েছিল, এটি তা নয়। 'dabi verify' চালান, তারপর কাগজটি আবার স্ক্যান করুন।",
    ),
    Text(
        "could not be opened: it took longer than {seconds} seconds. Look at the original, or scan the paper again.",
        "খোলা যায়নি: {seconds} সেকেন্ডের বেশি লাগছিল। আসল কাগজ দেখুন, বা আবার স্ক্যান করুন।",
    ),
    Text(
        "could not be opened: it wants too much memory. Look at the original, or scan the paper again.",
        "খোলা যায়নি: অতিরিক্ত মেমরি লাগছিল। আসল কাগজ দেখুন, বা আবার স্ক্যান করুন।",
    ),
    Text(
        "could not be opened: it is damaged. Look at the original, or scan the paper again.",
        "খোলা যায়নি: ফাইলটি নষ্ট। আসল কাগজ দেখুন, বা আবার স্ক্যান করুন।",
    ),
    Text(
        "could not be opened: {why}. Look at the original, or scan the paper again.",
        "খোলা যায়নি: যে প্রোগ্রাম ফাইল খোলে, তা থেমে গেছে। আসল কাগজ দেখুন, বা আবার স্ক্যান করুন।",
    ),
    Text(
        "Reading it failed ({code}). Look at the original, or scan it again.",
        "পড়া যায়নি ({code})। আসল কাগজ দেখুন, বা আবার স্ক্যান করুন।",
    ),
    Text(
        "Reading took longer than {seconds} seconds; the page may be noise.",
        "পড়তে {seconds} সেকেন্ডের বেশি লাগছিল; পাতায় হয়তো পড়ার মতো কিছু নেই।",
    ),
    Text("Tesseract failed on the page (exit {code}).", "পাতাটি পড়তে গিয়ে Tesseract থেমে গেছে (কোড {code})।"),
    Text("Tesseract left no result for the page.", "Tesseract এই পাতার কোনও ফল দেয়নি।"),
    Text("Tesseract ended without reading the page.", "Tesseract পাতাটি না পড়েই শেষ হয়েছে।"),
    Text("Tesseract could not be run: {why}.", "Tesseract চালানো যায়নি: {why}।"),
    Text("There is no room for the picture of the page.", "পাতার ছবি রাখার জায়গা নেই: ডিস্কে জায়গা খালি করুন।"),
)

_AROUND = (  # a sentence of this file inside another
    Text("page {number}: {what}", "পাতা {number}: {what}"),
    Text("scan {scan} page {number} {what}", "স্ক্যান {scan}, পাতা {number}: {what}"),
    Text("scan {scan} {what}", "স্ক্যান {scan}: {what}"),
    Text("It {what}", "{what}"),
    Text("{what} (perhaps {value})", "{what} (হয়তো {value})"),
)

SENTENCES = (*_MARKS, *_SHEETS, *_REPLIES, *_OUTCOME, *_MATCHES, *_FILES, *_AROUND)
