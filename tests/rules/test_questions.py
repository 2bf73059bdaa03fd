"""What is refused in a request for information is found before it is printed."""

import pytest

from rules.questions import MOST, Doubt, Fault, doubts

SERVICES = {"compensation": ("compensation", "ক্ষতিপূরণ"), "ration_card": ("Ration card", "রেশন কার্ড")}

REASON = """
Why were the applications not decided in time?
What are the reasons for the delay in payment?
Please explain how compensation is calculated.
What was the reason that funds were not released?
Give justification for rejecting these applications.
How come no award has been paid since 2022?
On what grounds do you consider the claim not payable?
State the cause of the delay in disbursement.
What prevented the authority from paying the awards?
For what reason was the enquiry not completed?
Clarify the circumstances in which the awards stay unpaid.
Please give an explanation for the pendency.
What is the basis on which you think two months is enough?
What led to the rejection of the claims?
Kindly justify the delay.
Reasons as to the non-payment.
Due to what was the payment delayed?
কেন টাকা দেওয়া হয়নি?
টাকা না দেওয়ার কারণ কী?
টাকা না দেওয়ার কারণ জানান।
কী কারণে দরখাস্ত নাকচ হয়েছে?
কীজন্য এত দেরি হয়েছে?
কিসের জন্য টাকা আটকে আছে?
দেরির কারণ ব্যাখ্যা করুন।
দেরির ব্যাখ্যা দিন।
কোন কারণে তদন্ত শেষ হয়নি?
কি কারণে টাকা আসেনি?
কেনই বা টাকা দেওয়া হল না?
দরখাস্ত পড়ে থাকার কৈফিয়ত দিন।
টাকা আটকে থাকার হেতু কী?
কী জন্য টাকা দেওয়া হচ্ছে না?
টাকা না দেওয়ার যুক্তি কী?
Tell me the motive behind the rejection."""
OPINION = """
What is your opinion of the scheme?
Do you think the amount is adequate?
Should the authority have paid within two months?
Is it right to keep 75 per cent in a fixed deposit?
What are your views on the delay?
Is the present amount sufficient for rehabilitation?
What do you suggest to speed up the payment?
Whether the delay is justified?
Is it legal to refuse interim relief?
What steps ought to be taken?
Advise how a survivor may apply.
Does the authority agree that payment is late?
What would happen if the fund is exhausted?
In your view, is two months enough?
Can you comment on the delay?
Is the office satisfied with the working of the scheme?
What is your assessment of the scheme?
How do you feel about it?
Will the awards be paid by next year?
Please recommend what she should do next.
এই প্রকল্প সম্পর্কে আপনার মতামত কী?
আপনি কি মনে করেন টাকা যথেষ্ট?
টাকা কি দুই মাসের মধ্যে দেওয়া উচিত ছিল?
এই দেরি কি ন্যায্য?
আপনার মতে কত টাকা দেওয়া দরকার?
আপনাদের অভিমত জানান।
এই নিয়ম কি ঠিক?
কী করা উচিত, পরামর্শ দিন।
দ্রুত টাকা দেওয়ার বিষয়ে আপনাদের ভাবনা কী?
আপনারা কি এই টাকা যথেষ্ট বলে মনে করছেন?
টাকা আটকে রাখা কি আইনসঙ্গত?
এ ব্যাপারে আপনাদের বক্তব্য কী?
Who is to blame for the delay?
Is the scheme useful?
What action is proposed to be taken in future?
এই প্রকল্প কি কাজে লাগে?
কত দিনে টাকা পাওয়া যাবে?"""
PERSONAL = """
Names of the victims who were paid.
Names and addresses of all beneficiaries.
The list of applicants with their addresses.
The bank account numbers of the women who were paid.
A copy of the application of Malati Mondal.
Name, age and village of each applicant.
Mobile numbers of the beneficiaries.
Give the Aadhaar numbers of those paid.
The identity of the survivors in these cases.
Photographs of the girls who were rescued.
The details of the victims, such as father's name and residence.
The list of persons who got compensation, with names.
Medical reports of the applicants.
A copy of the file of the applicant in case 12 of 2023.
Which women have been paid? Give their names.
Names of all those whose applications were rejected.
The particulars of each claimant.
Full name of every survivor awarded.
Service record and leave of the dealing clerk.
Salary and property returns of the Secretary.
যাঁরা টাকা পেয়েছেন, তাঁদের নাম জানান।
আবেদনকারীদের নাম ও ঠিকানা দিন।
উপভোক্তাদের তালিকা নাম-সহ দিন।
ক্ষতিপূরণ পাওয়া মহিলাদের নাম, বয়স ও গ্রাম।
ভুক্তভোগীদের পরিচয় জানান।
উপভোক্তাদের ফোন নম্বর।
আবেদনকারীদের ব্যাঙ্ক অ্যাকাউন্টের নম্বর।
উদ্ধার হওয়া মেয়েদের নামের তালিকা।
নির্যাতিতাদের নাম ও ঠিকানা।
প্রত্যেক আবেদনকারীর নাম, পিতার নাম ও ঠিকানা।
সারভাইভারদের বিস্তারিত বিবরণ দিন।
আবেদনকারীদের মেডিক্যাল রিপোর্টের নকল।
দাবিদারদের নাম কী কী?
মালতী মণ্ডলের দরখাস্তের নকল।
Provide the bank details of the beneficiaries.
Provide a list of names.
মেয়েটির নাম কী?"""
SEVERAL = """
How many applied? How many were paid?
How many applied for compensation; also state the number of ration cards issued in the district?
কতজন আবেদন করেছেন? কতজন টাকা পেয়েছেন?"""
ON_PAPER = """
How many applications under section 396 of the BNSS were received from 1 April 2020 on, year by year?
How many of these applications were decided, and in how many was compensation awarded?
What total amount was awarded in each of these years, and what amount was paid?
On which date was the last payment made to any beneficiary?
In how many cases was interim relief granted, and within how many days of the application?
How many awards are unpaid as on 31 March 2026, and what is the total amount unpaid?
Please furnish a copy of the order or circular by which funds were sanctioned for the scheme.
What is the name and designation of the State Public Information Officer and of the First Appellate Authority?
Copies of the reasons recorded in the orders rejecting applications, with names severed under section 10.
The number of applications rejected, with the number under each recorded ground.
Date on which the requisition of funds was sent to the State Legal Services Authority, with copy.
How many applications were pending for more than 60 days?
A copy of the register of applications with the names and addresses of applicants severed.
Number of applicants who were minors at the time of the offence.
The names of the members of the Criminal Injuries Compensation Board.
What were the budget allocation and expenditure under the Victim Compensation Fund in each financial year?
The time limit laid down for deciding such applications, with a copy of the rule.
How many women applied for legal aid and how many were given a lawyer?
Number of cases in which the police recommended compensation.
A copy of the action taken report on the letter of the Member Secretary dated 5 May 2025.
১ এপ্রিল ২০২০ থেকে ৩১ মার্চ ২০২৬ পর্যন্ত ক্ষতিপূরণের কতগুলি দরখাস্ত জমা পড়েছে, বছরওয়ারি হিসাব।
এর মধ্যে কতগুলি মঞ্জুর, কতগুলি নাকচ ও কতগুলি অনিষ্পন্ন?
প্রতি বছর মোট কত টাকা মঞ্জুর হয়েছে এবং কত টাকা দেওয়া হয়েছে?
নাকচ করার আদেশে নথিভুক্ত কারণের প্রতিলিপি, আবেদনকারীদের নাম বাদ দিয়ে।
কতজন মহিলা আবেদন করেছেন এবং কতজন আইনজীবী পেয়েছেন?
কোন তারিখে শেষবার টাকা দেওয়া হয়েছে?
দরখাস্ত নিষ্পত্তির সময়সীমা যে নিয়মে আছে, তার নকল।
রাজ্য জন তথ্য আধিকারিকের নাম ও পদ।
প্রতিটি থানায় কতগুলি জিরো এফআইআর নথিভুক্ত হয়েছে?
কেন্দ্রীয় তহবিল থেকে কত টাকা পাওয়া গেছে?
নারী ও শিশু পাচারের কতগুলি মামলায় অন্তর্বর্তী সাহায্য দেওয়া হয়েছে?
কতগুলি আবেদন ৬০ দিনের বেশি সময় ধরে পড়ে আছে?
তহবিল চেয়ে পাঠানো চিঠির তারিখ ও নকল।
আবেদনকারীদের নাম-ঠিকানা বাদ দিয়ে রেজিস্টারের নকল।
প্রতিবন্ধী আবেদনকারীর সংখ্যা কত?
কতজন আবেদনকারী অপরাধের সময় নাবালিকা ছিলেন?
নাকচ হওয়া দরখাস্তের সংখ্যা, নথিভুক্ত কারণ অনুযায়ী ভাগ করে।
যে আধিকারিকের কাছে নথি আছে, তাঁর পদ।
প্রকল্পের বাজেট বরাদ্দ ও খরচ, অর্থবর্ষ অনুযায়ী।
ক্ষতিগ্রস্তদের ক্ষতিপূরণ দেওয়ার আদেশের সংখ্যা।
The number of victims of trafficking to whom compensation was awarded, year by year.
The number of children among them.
In how many cases was the award paid into a bank account, and within how many days?
The number of applications for compensation received from women.
Name and designation of the officer to whom an applicant may apply.
The address of the office at which an applicant may inspect the register.
Copies of the guidelines, circulars and orders on interim relief in force on 1 April 2026.
Number of applications rejected for want of sufficient documents.
The number of applications in which the police report was found adequate.
How many persons were paid in full, how many in part and how many not at all?
A copy of the application form prescribed for compensation.
Details of funds received from the State and from the Centre, with dates.
Details of the expenditure under each head.
Number of persons who were given a lawyer.
The dates on which meetings of the board were held in 2024 and 2025.
The certified copy of the note sheet by which the fund was requisitioned, with names of persons severed.
A copy of the resolution of the gram sabha of 2 October 2025.
How many women officers are posted in each police station?
The number of applications that were pending for more than two months when they were decided.
The number of cases in which a child was restored to the family.
The list of documents that have to be filed with an application.
The number of applications whose ground of rejection was limitation.
কতজন মহিলাকে ক্ষতিপূরণ দেওয়া হয়েছে?
ক্ষতিগ্রস্ত শিশুর সংখ্যা।
প্রতিটি ব্লকে কতজন উপভোক্তা টাকা পেয়েছেন?
যে ফর্মে আবেদন করতে হয়, তার নকল।
ক্ষতিপূরণের দরখাস্ত কতগুলি, তার মধ্যে কতগুলি মঞ্জুর?
দরখাস্ত গ্রহণের রেজিস্টারের নকল, নাম-ঠিকানা বাদ দিয়ে।
টাকা মঞ্জুর করার আদেশের তারিখ ও স্মারক নম্বর।
কোন কোন তারিখে কমিটির সভা হয়েছে?
আবেদনকারী যে আধিকারিকের কাছে যাবেন, তাঁর নাম ও পদ।
কেন্দ্র থেকে পাওয়া টাকার হিসাব।
কতজন ব্যক্তি আইনি সহায়তা পেয়েছেন?
মহিলা থানার সংখ্যা ও ঠিকানা।
প্রকল্পের নির্দেশিকার নকল।
দপ্তরের নাম ও ঠিকানা।
আবেদনের ফি কত?
সাক্ষী সুরক্ষার আবেদন কতগুলি?
ক্ষতিপূরণের টাকা কোন তহবিল থেকে দেওয়া হয়?
তদন্ত কতদিনের মধ্যে শেষ হয়েছে, মামলাওয়ারি দিনসংখ্যা।"""


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


@pytest.mark.parametrize("question", lines(REASON))
def test_a_question_for_reasons_is_found(question: str) -> None:
    """In both languages; a reason that stands in an order may be asked for."""
    assert Fault.REASON in faults(question)


@pytest.mark.parametrize("question", lines(OPINION))
def test_a_question_for_an_opinion_is_found(question: str) -> None:
    """Advice and forecasts too."""
    assert Fault.OPINION in faults(question)


@pytest.mark.parametrize("question", lines(PERSONAL))
def test_a_question_for_another_persons_particulars_is_found(question: str) -> None:
    """Of women who applied, and of the staff."""
    assert Fault.PERSONAL in faults(question)


@pytest.mark.parametrize("question", lines(SEVERAL))
def test_two_questions_in_one_are_found(question: str) -> None:
    """By their question marks, or by what is asked besides."""
    assert Fault.SEVERAL in faults(question)


@pytest.mark.parametrize("question", lines(ON_PAPER))
def test_what_is_held_on_paper_may_be_asked(question: str) -> None:
    """Figures, copies, registers with names left out, the officer's name and post."""
    assert doubts([question], SERVICES) == []


def test_a_doubt_says_which_question_and_which_words() -> None:
    """So that whoever wrote it sees what to word anew."""
    asked = ["The number of applications received in 2025.", "ক্ষতিপূরণ কেন দেওয়া হয়নি?", "  ", "x" * 501]
    assert doubts(asked) == [Doubt(2, Fault.REASON, "কেন"), Doubt(3, Fault.EMPTY), Doubt(4, Fault.LONG)]


def test_too_many_questions_are_one_doubt() -> None:
    """They will be taken for more than one subject."""
    assert doubts(["A copy of the rule."] * (MOST + 1)) == [Doubt(0, Fault.MANY)]


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        (("The applications for compensation.", "How many ration cards were issued?"), "compensation, ration card"),
        (("ক্ষতিপূরণের মোট কতগুলি দরখাস্ত জমা পড়েছে?", "রেশন কার্ডের জন্য কতগুলি আবেদন?"), "ক্ষতিপূরণ, রেশন কার্ড"),
    ],
)
def test_two_services_are_two_subjects(questions: tuple[str, ...], words: str) -> None:
    """Each is what a question counts; one that is only spoken of, such as the account paid into, is none."""
    assert doubts(questions, SERVICES) == [Doubt(0, Fault.SUBJECTS, words)]
    passing = ["The number of applications for compensation.", "How many awards were paid on showing a ration card?"]
    assert doubts(passing, SERVICES) == []


def faults(question: str) -> set[Fault]:
    return {doubt.fault for doubt in doubts([question])}
