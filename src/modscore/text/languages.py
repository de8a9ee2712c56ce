"""Function words of languages in Latin script: how another language is told from English.

Stage: prepare (ground) and training (vocabulary); nothing comes in; a table goes out. Words are
folded (no accents), and none of them is an English word, so "die", "was" or "on" are left out.
"""

from __future__ import annotations

FUNCTION_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "French": (
            "le la de du en un les des une est dans qui que quoi pas sur avec ce cette cet ces "
            "mais vous nous ils elles elle sont etait etre ont avoir tres tout tous toute toutes "
            "fait faire bien aussi comme leur leurs mon ses je tu et au aux c'est j'ai n'est "
            "qu'il qu'on d'un d'une l'on ou donc parce chez moi toi lui y'a suis etes sommes"
        ),
        "German": (
            "der das und ist nicht ein eine einen einem einer eines ich du sie wir ihr den des zu "
            "mit auf von auch sich aber wie wenn nur noch nach bei oder haben sind wird werden "
            "kann mehr als dass schon durch sehr ja nein immer wieder keine kein mein dein sein "
            "diese dieser dieses gegen habe bist euch uns mich dich"
        ),
        "Spanish": (
            "y hoy otra otro vez nunca siempre aqui de la en un el los las una unos unas es que "
            "para por como pero sus esta este esto estos estas muy mas cuando donde porque sobre "
            "tambien todo todos nada tu ella ellos nosotros usted ustedes eso ese esa ser tiene "
            "tienen lo le les del mi su eres somos fue han hacer puede"
        ),
        "Portuguese": (
            "de em um uma nao que para por mais mas como dos das na nos nas ao aos ele ela eles "
            "elas voce voces isso isto esta este muito tambem ja quando porque sem sobre todo "
            "todos tu meu minha seu sua tem foi ser sao pelo pela ou"
        ),
        "Italian": (
            "di la un il lo gli una che sono anche questo questa questi queste quello della delle "
            "degli dei del dello nel nella sul sulla alla alle piu molto tutto tutti quando "
            "perche cosa loro noi voi io tu lui lei mio tuo suo sua essere hanno fatto hai"
        ),
        "Dutch": (
            "de van het een en niet ik je zijn voor aan er maar om hem zou mijn ook uit nog naar "
            "heeft hebben deze dit wel geen moet kan wij jij zij jullie ons haar omdat veel meer "
            "worden wordt als ze"
        ),
        "Swedish, Danish or Norwegian": (
            "och det att som ikke inte jag jeg ett av har med til fra fran om han hon vi dere deg "
            "mig meg vara vaere ble blev kan ska skal vil eller nar hvor hva hvad vad hvem nei "
            "nej bara ogsa ocksa mycket meget den er ej denne detta dette"
        ),
        "Polish": (
            "nie sie jest ze na jak tak ale czy dla przez tylko juz tego jestem jestes byl byla "
            "bylo maja mam moze bardzo wszystko wszyscy gdzie kiedy dlaczego oni ich jego od przy"
        ),
        "Turkish": (
            "bir bu icin cok daha gibi ne ama degil yok mi sen siz onlar kadar sonra olarak olan "
            "oldu diye bana sana seyi hic neden nasil ile"
        ),
        "Indonesian or Malay": (
            "yang ini itu dengan untuk tidak dari dalam akan pada juga saya kamu anda kami mereka "
            "ada bisa sudah karena oleh seperti lebih orang tapi apa ke"
        ),
        "Vietnamese": ("khong la cua nguoi cho duoc trong mot nhung cac voi toi thi nhu den lam"),
        "Romanian": (
            "de la si nu este sunt cu pentru din mai dar au fost acest aceasta foarte toate toti "
            "cum cand unde doar"
        ),
        "Hungarian": (
            "az es hogy nem egy csak meg ez azt mert volt vagy de nagyon minden lehet kell"
        ),
        "Finnish": (
            "ja ei se etta mutta kun niin ovat olen mita tama sina mina ole han kuin myos jos tai"
        ),
        "Czech or Slovak": (
            "jestli nevim toto tento tato jsme jste taky kdo je jsem jsi jsou neni ze ale jak tak "
            "pri jen uz kdyz byl byla bylo nebo jako nie som ste su ktory ktery kde"
        ),
        "Filipino": ("ang ng mga ako siya hindi na ito niya kayo sila tayo para"),
    }.items()
}
