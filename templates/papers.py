"""Papers that letters enclose, by the names that their lists give them."""

from rules.text import Text

LETTERS = Text("Copies of the letters cited", "উল্লিখিত পত্রগুলির নকল")
RECEIPTS = Text("Copies of the proofs of their receipt or despatch", "সেগুলি জমা বা পাঠানোর প্রমাণের নকল")
LETTER = Text("Copy of the letter named above", "উপরে লেখা পত্রের নকল")
CARRIED = Text("The letter named above", "উপরে লেখা পত্রটি")
REQUEST = Text("Copy of the request for information", "তথ্যের আবেদনের নকল")
PROOF = Text("Copy of the proof of its receipt or despatch", "আবেদন জমা বা পাঠানোর প্রমাণের নকল")
REPLY = Text("Copy of the reply", "উত্তরের নকল")
FIRST_APPEAL = Text("Copy of the first appeal", "প্রথম আপীলের নকল")
APPEAL_PROOF = Text("Copy of the proof of its receipt or despatch", "প্রথম আপীল জমা বা পাঠানোর প্রমাণের নকল")
ORDER = Text("Copy of the order appealed against", "যে আদেশের বিরুদ্ধে আপীল, তার নকল")
OFFICE_LETTER = Text("Copy of the letter of the office", "দপ্তরের পত্রের নকল")
PAYMENT = Text("Proof of the payment", "টাকা জমার প্রমাণ")
BPL = Text("Proof of living below the poverty line", "দারিদ্র্যসীমার নীচে থাকার প্রমাণপত্র")
GRANT = Text("Copy of the letter or order by which it was granted", "যে পত্র বা আদেশে মঞ্জুর হয়েছে, তার নকল")
STATEMENT = Text("Written statement, in a sealed cover", "লিখিত বয়ান, সিল করা খামে")
AFFIDAVIT = Text("Affidavit in support", "সমর্থনে হলফনামা")
