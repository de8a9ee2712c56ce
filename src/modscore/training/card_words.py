"""What the card of the linear toxicity model says in words.

Stage: training; nothing comes in; the introduction, sources and limits go out to ``card``.
"""

from __future__ import annotations

INTRODUCTION = """# {id}

SHA-256 of the file: `{hash}`

A linear model of six kinds of toxicity in English comments, for all presets. It sees, on
the folded text, groups of 2 to 5 letters within words, whole words, pairs of words, punctuation
and emoji with their neighbours, and grades of length, capitals and exclamation marks. Code,
links, mentions and quoted text are left out; a disguised word counts as what it may say.

Trained by `python -m modscore.training.toxicity --data DIR --out DIR`: one logistic regression
for all six labels (L-BFGS, squared penalty), unknown labels masked, shares of raters as soft
labels, a weight and a bias for every source; the sources' own biases are dropped afterwards, so
that how toxic a source is teaches the words nothing. It is the mean of two such fits, one on all
sets and one on those with all six labels; threat and identity_attack, which have few examples,
are learnt on the latter alone, in few steps. Copies and near copies of held-out texts are removed
first. Weights are rounded to whole numbers, so a comment's score is the same alone and in
any batch, bit for bit. Two runs of one version of the code give the same file; a change to
folding changes it.

**Meant for**: sorting comments for people to look at, statistics over threads, marking words.
**Not meant for**: acting on a person without a human look, languages other than English, judging
whether a claim is true, texts other than comments.
"""

LIMITS = """## Limits

- It adds up words. It knows little of negation, irony, who is addressed, or what a reply answers;
  hate without hard words is often missed, counter-speech that names the insult is often flagged.
- Wikipedia's raters shape what it calls toxic: profanity counts, dry contempt often does not.
- Several sources were gathered by searching for slurs, and label dialect and reclaimed words
  harshly; they have little weight, but not none.
- The rates of precision and recall hold where toxicity is as frequent as on Wikipedia talk pages
  (about one comment in ten).
- Labels other than toxicity and identity_attack rest almost wholly on Wikipedia and Civil Comments.
"""

_WIKIPEDIA = "labels CC0, text CC BY-SA 3.0"

# name -> (licence, authors); no text of any set is in the model file.
SOURCES = {
    "jigsaw": (_WIKIPEDIA, "Jigsaw / Conversation AI, Toxic Comment Classification 2018"),
    "jigsaw_extra": (_WIKIPEDIA, "the same, lower-cased rows"),
    "civil_spans": ("CC0", "Civil Comments; spans by Pavlopoulos et al., ToxicSpans 2021"),
    "forum": (
        "CC0 and MIT (texts)",
        "annotated for this project; Civil Comments, Gao & Huang 2017",
    ),
    "edos": ("CC0", "Kirk et al., Explainable Detection of Online Sexism 2023"),
    "hatemoji": ("CC BY 4.0", "Kirk et al., Hatemoji 2022"),
    "paradetox": ("CC0", "Logacheva et al., ParaDetox 2022"),
    "davidson": ("MIT", "Davidson et al. 2017"),
    "toxigen": ("CDLA-Permissive-2.0", "Hartvigsen et al., ToxiGen 2022"),
    "github_incivility": ("MIT", "Ferreira et al., incivility in code review 2021"),
    "github_strudel": ("MIT", "Raman et al., toxicity in open source 2020"),
    "fox": ("MIT", "Gao & Huang, Fox News user comments 2017"),
    "ruddit": ("scores MIT", "Hada et al., Ruddit 2021; Reddit comments"),
    "dynahate": ("MIT", "Vidgen et al., Dynamically Generated Hate Speech 2021"),
    "hatexplain": ("MIT", "Mathew et al., HateXplain 2021"),
    "identity_neutral": ("CC BY 4.0", "Wikipedia sentences with identity terms"),
    "identity_hard": ("CC0", "Civil Comments about groups, judged non-toxic"),
    "innocent_made": ("Apache-2.0", "innocent words that hold bad letters, written here"),
    "identity_made": ("Apache-2.0", "neutral sentences with identity terms, written here"),
    "toxic_spans": ("CC0", "Pavlopoulos et al., SemEval-2021 task 5; Civil Comments"),
    "contrast": ("Apache-2.0", "pairs of sentences that share words, written here by template"),
    "annotated": (
        "CC0 (texts)",
        "Civil Comments and Reddit comments of Ruddit, annotated for this project by language "
        "models (training/annotated.tsv)",
    ),
    "written": (
        "Apache-2.0",
        "sentences of every function, written for this project by language models (written.tsv)",
    ),
    "speech": ("CC BY 4.0", "Arslan et al., ClaimBuster 2020"),
    "convabuse": ("CC BY 4.0", "Cercas Curry et al., ConvAbuse 2021"),
}
