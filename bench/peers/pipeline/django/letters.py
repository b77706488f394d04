"""The wording of letters: (to, subject, text), as the Node peer's."""

import os


def _signed(lines):
    return "\n".join([*lines, "", "--", "nakodo 仲人", "https://nakodo.example"])


def _facts(need):
    return [
        f"・支援の内容: {'、'.join(need['menus'])}",
        f"・開始の希望: {need['start_on']}以降",
        f"・作業の時間: 合計 {need['hours']}時間",
        f"・予算: {need['budget_yen']}円",
    ]


def offer(name, address, token, need):
    link = f"{os.environ['PUBLIC_URL']}/offers/{token}"
    opening = "支援を求めている会社があります。下のページからお答えください。"
    return address, "【nakodo】会社からの支援の打診です", _signed([f"{name} 様", "", opening, link, "", *_facts(need)])


def asked(help_request, count):
    text = f"ご依頼に合う専門家{count}人に、引き受けられるかどうかを尋ねました。"
    return help_request.address, f"【nakodo】専門家{count}人にお声がけしました", _signed([f"{help_request.contact} 様", "", text])


def match_for_company(help_request, person, need):
    lines = [f"{help_request.contact} 様", "", f"・お名前: {person.name}", f"・メール: {person.address}", "", *_facts(need)]
    return help_request.address, "【nakodo】支援を引き受ける専門家が決まりました", _signed(lines)


def match_for_specialist(help_request, person, need):
    lines = [f"{person.name} 様", "", f"・会社名: {help_request.company}", f"・ご担当者: {help_request.contact}"]
    lines += [f"・メール: {help_request.address}", "", *_facts(need)]
    return person.address, "【nakodo】お引き受けありがとうございます", _signed(lines)


def filled(person):
    text = "先日お送りした件は、ほかの方が先に引き受けました。"
    return person.address, "【nakodo】先日の打診は、ほかの方に決まりました", _signed([f"{person.name} 様", "", text])
