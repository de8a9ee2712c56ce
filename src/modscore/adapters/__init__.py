"""The same scores inside Arrow, Spark, pandas, Polars, scikit-learn and datasets."""
