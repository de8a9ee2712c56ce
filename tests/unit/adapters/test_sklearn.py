from __future__ import annotations

import pickle
import warnings
from typing import Any

import pytest

from modscore import SettingError
from modscore.adapters.setting import Setting

from .conftest import TEXTS

sklearn: Any = pytest.importorskip("sklearn")
numpy: Any = pytest.importorskip("numpy")


def scores(**asked: Any) -> Any:
    from modscore.adapters.sklearn import CommentScores

    return CommentScores(preset="fast", **asked)


def test_check_estimator_is_clean() -> None:
    from sklearn.utils import estimator_checks

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sklearn.exceptions.SkipTestWarning)  # of numbers it cannot
        results = estimator_checks.check_estimator(scores(), on_fail=None)
    assert {one["status"] for one in results} == {"passed"}
    for name in (  # check_estimator stops early for what takes texts: these need no numbers
        "check_no_attributes_set_in_init",
        "check_parameters_default_constructible",
        "check_get_params_invariance",
        "check_set_params",
        "check_estimator_repr",
        "check_estimator_cloneable",
        "check_do_not_raise_errors_in_init_or_set_params",
        "check_estimator_tags_renamed",
        "check_valid_tag_types",
    ):
        getattr(estimator_checks, name)("CommentScores", scores())


def test_the_numbers_of_the_scorer() -> None:
    found = scores().fit_transform(numpy.array(TEXTS))
    judged = [one.comments[0] for one in Setting("fast").scorer().score_many(TEXTS)]
    assert found.shape == (5, 9)
    assert found[:, 3].tolist() == [one.quality for one in judged]
    assert found[:, 7].tolist() == [one.attributes.insult for one in judged]
    picked = scores(outputs="quality")
    assert picked.transform(TEXTS)[:, 0].tolist() == found[:, 3].tolist()
    assert picked.get_feature_names_out().tolist() == ["quality"]


def test_what_has_no_text_is_nan_and_what_is_none_is_told() -> None:
    found = scores(outputs=["toxicity"]).transform(["Thanks!", None, float("nan"), ""])
    assert numpy.isnan(found[:, 0]).tolist() == [False, True, True, True]
    assert scores().transform([]).shape == (0, 9)
    for wrong in ([5], numpy.zeros((3, 2)), "one text", numpy.zeros(3) + 1, 5):
        with pytest.raises(ValueError, match=r"^CommentScores: X.*: expected "):
            scores().fit(wrong)


def test_wrong_arguments_are_told_by_fit() -> None:
    with pytest.raises(SettingError, match="CommentScores: outputs: expected one of"):
        scores(outputs=["anger"]).fit(TEXTS)
    with pytest.raises(SettingError, match="preset: expected one of"):
        scores().set_params(preset="slow").fit(TEXTS)


def test_in_pipelines_frames_and_pickles() -> None:
    pandas: Any = pytest.importorskip("pandas")
    from sklearn.compose import make_column_transformer
    from sklearn.model_selection import cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.tree import DecisionTreeClassifier

    frame = pandas.DataFrame({"text": TEXTS * 4, "n": range(20)})
    step = scores(outputs=["toxicity", "shouting"]).set_output(transform="pandas")
    assert step.transform(frame["text"]).columns.tolist() == ["toxicity", "shouting"]
    both = make_column_transformer((scores(), "text"), (scores(outputs="quality"), ["text"]))
    assert both.fit_transform(frame).shape == (20, 10)
    rude = [int(text in (TEXTS[0], TEXTS[4])) for text in frame["text"]]
    line = make_pipeline(scores(), DecisionTreeClassifier(random_state=0))
    assert cross_val_predict(line, frame["text"], rude, cv=2).tolist() == rude
    again = pickle.loads(pickle.dumps(sklearn.base.clone(step).fit(TEXTS)))
    assert (again.transform(TEXTS) == step.transform(TEXTS)).all(axis=None)
