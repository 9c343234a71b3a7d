use super::*;
use linfa::prelude::Predict;

fn data(rows: usize, columns: u32, classes: usize) -> (Csr, Vec<usize>) {
    let mut x = Csr::new(columns as usize);
    let mut y = Vec::new();
    let mut state = 7_u64;
    let mut next = |below: u32| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        ((state >> 33) as u32) % below
    };
    for i in 0..rows {
        let class = i % classes;
        let mut row: Vec<(u32, f32)> = Vec::new();
        for _ in 0..6 {
            row.push((next(columns), 0.2 + next(100) as f32 / 100.0));
        }
        row.push(((class as u32 * 3 + next(4)) % columns, 0.8));
        row.sort_by_key(|r| r.0);
        row.dedup_by_key(|r| r.0);
        x.push_row(&row);
        y.push(if next(5) == 0 {
            (class + 1) % classes
        } else {
            class
        });
    }
    (x, y)
}

fn value(x: &Csr, y: &[usize], weights: &Array2<f64>, intercept: &Array1<f64>, alpha: f64) -> f64 {
    let loss: f64 = (0..x.rows())
        .map(|i| {
            let (indices, values) = x.row(i);
            let mut z = intercept.clone();
            for (&c, &v) in indices.iter().zip(values) {
                z.scaled_add(f64::from(v), &weights.row(c as usize));
            }
            -softmax(&z)[y[i]].ln()
        })
        .sum();
    loss + alpha / 2.0 * weights.iter().map(|w| w * w).sum::<f64>()
}

#[test]
fn the_optimum_is_that_of_linfa_logistic() {
    for classes in [2, 4] {
        let (x, y) = data(120, 30, classes);
        for alpha in [1.0, 0.1] {
            let ours = LogisticParams::new(classes)
                .alpha(alpha)
                .tolerance(1e-10)
                .check()
                .unwrap();
            let ours = ours.fit_rows(&x, &y, None).unwrap();
            let theirs = linfa_solver::fit(&x, &y, alpha, 2000, 1e-8).unwrap();
            let a = value(&x, &y, ours.weights(), ours.intercept(), alpha);
            let b = value(&x, &y, theirs.params(), theirs.intercept(), alpha);
            assert!(ours.convergence().converged);
            assert!(
                (a - b).abs() / b < 1e-6,
                "{classes} classes, alpha {alpha}: {a} against {b}"
            );
            assert!(
                (ours.weights() - theirs.params())
                    .iter()
                    .all(|d| d.abs() < 1e-3)
            );
        }
    }
}

/// Values of scikit-learn 1.9.1:
/// ```python
/// from sklearn.linear_model import LogisticRegression
/// X = [[1,0,2],[0,1,1],[2,1,0],[0,3,1],[1,1,1],[0,0,3]]; y = [0,1,2,1,0,2]
/// m = LogisticRegression(C=2, tol=1e-12, max_iter=10000).fit(X, y, sample_weight=[1,2,1,1,.5,1])
/// m.coef_, m.intercept_
/// ```
#[test]
fn the_optimum_is_that_of_scikit_learn_with_sample_weights() {
    let mut x = Csr::new(3);
    x.push_row(&[(0, 1.0), (2, 2.0)]);
    x.push_row(&[(1, 1.0), (2, 1.0)]);
    x.push_row(&[(0, 2.0), (1, 1.0)]);
    x.push_row(&[(1, 3.0), (2, 1.0)]);
    x.push_row(&[(0, 1.0), (1, 1.0), (2, 1.0)]);
    x.push_row(&[(2, 3.0)]);
    let y = [0, 1, 2, 1, 0, 2];
    let weights = [1.0, 2.0, 1.0, 1.0, 0.5, 1.0];
    let params = LogisticParams::new(3)
        .alpha(0.5)
        .tolerance(1e-12)
        .check()
        .unwrap();
    let fitted = params.fit_rows(&x, &y, Some(&weights)).unwrap();
    for (class, row) in SKLEARN_COEF.iter().enumerate() {
        for (column, &value) in row.iter().enumerate() {
            let ours = fitted.weights()[(column, class)];
            assert!(
                (ours - value).abs() < 1e-4,
                "class {class}, column {column}: {ours} against {value}"
            );
        }
    }
}

#[test]
fn through_linfas_traits_comes_the_same_as_directly() {
    let (x, y) = data(60, 20, 3);
    let weights: Vec<f32> = (0..60).map(|i| 0.5 + (i % 4) as f32).collect();
    let params = LogisticParams::new(3);
    let dataset = DatasetBase::new(x.clone(), Array1::from(y.clone()))
        .with_weights(Array1::from(weights.clone()));
    let fitted = params.fit(&dataset).unwrap();
    let wide: Vec<f64> = weights.iter().map(|&w| f64::from(w)).collect();
    let direct = params
        .check_ref()
        .unwrap()
        .fit_rows(&x, &y, Some(&wide))
        .unwrap();
    assert_eq!(fitted, direct);
    let predicted: Array1<usize> = fitted.predict(&dataset);
    let linfa = fitted.to_linfa().unwrap();
    assert_eq!(predicted.to_vec(), linfa_solver::predict(&linfa, &x));
    assert_eq!(linfa.predict(&x.to_dense()).to_vec(), predicted.to_vec());
}

#[test]
fn a_weight_of_two_is_the_row_twice() {
    let (x, y) = data(30, 10, 3);
    let twice: Vec<usize> = (0..30).chain(0..5).collect();
    let y_twice: Vec<usize> = twice.iter().map(|&i| y[i]).collect();
    let weights: Vec<f64> = (0..30).map(|i| if i < 5 { 2.0 } else { 1.0 }).collect();
    let params = LogisticParams::new(3).tolerance(1e-12).check().unwrap();
    let a = params.fit_rows(&x, &y, Some(&weights)).unwrap();
    let b = params.fit_rows(&x.select(&twice), &y_twice, None).unwrap();
    assert!((a.weights() - b.weights()).iter().all(|d| d.abs() < 1e-5));
}

#[test]
fn a_warm_start_reaches_the_same_optimum_in_fewer_steps() {
    let (x, y) = data(200, 40, 4);
    let fit = |params: LogisticParams| params.check().unwrap().fit_rows(&x, &y, None).unwrap();
    let near = fit(LogisticParams::new(4).alpha(0.2));
    let cold = fit(LogisticParams::new(4).alpha(0.1).tolerance(1e-9));
    let warm = fit(LogisticParams::new(4)
        .alpha(0.1)
        .tolerance(1e-9)
        .warm_start(near));
    assert!(warm.convergence().hessian_products < cold.convergence().hessian_products);
    let gap = (warm.convergence().objective / cold.convergence().objective - 1.0).abs();
    assert!(gap < 1e-8, "{gap}");
}

#[test]
fn a_prior_takes_the_place_of_zero() {
    for classes in [2, 4] {
        let (x, y) = data(200, 40, classes);
        let near =
            Array2::from_shape_fn((40, classes), |(c, k)| ((c * 7 + k * 3) % 5) as f64 - 2.0);
        let offset = Array1::from_shape_fn(classes, |k| k as f64 / 2.0);
        let fit = |alpha: f64| {
            let params = LogisticParams::new(classes).alpha(alpha).tolerance(1e-12);
            let params = params
                .prior(Prior::new(near.clone(), offset.clone()))
                .check()
                .unwrap();
            params.fit_rows(&x, &y, None).unwrap()
        };
        // a strong penalty leaves the weights where they were
        let held = fit(1e9);
        assert!((held.weights() - &near).iter().all(|d| d.abs() < 1e-6));
        assert!((held.intercept() - &offset).iter().all(|d| d.abs() < 1e-6));
        // at the optimum the loss pulls as hard as the penalty: Xᵀ(P − Y) = alpha·(W₀ − W), and the same of the intercepts
        let alpha = 0.7;
        let fitted = fit(alpha);
        assert!(fitted.convergence().converged);
        let mut pull = Array2::<f64>::zeros((40, classes));
        let mut pull_intercept = Array1::<f64>::zeros(classes);
        for (i, p) in fitted.predict_proba(&x).rows().into_iter().enumerate() {
            let mut residual = p.to_owned();
            residual[y[i]] -= 1.0;
            let (indices, values) = x.row(i);
            for (&c, &v) in indices.iter().zip(values) {
                pull.row_mut(c as usize).scaled_add(f64::from(v), &residual);
            }
            pull_intercept += &residual;
        }
        // with two classes half of the penalty lies on their difference, so the prior's mean plays no part
        let rest = pull + (fitted.weights() - &near) * alpha;
        let rest_intercept = pull_intercept + (fitted.intercept() - &offset) * alpha;
        assert!(
            rest.iter().chain(&rest_intercept).all(|d| d.abs() < 1e-3),
            "{rest_intercept}"
        );
    }
}

#[test]
fn columns_that_no_row_holds_keep_the_weights_of_the_prior() {
    let mut x = Csr::new(3);
    for i in 0..20_u32 {
        x.push_row(&[(i % 2, 1.0)]);
    }
    let y: Vec<usize> = (0..20).map(|i| i % 2).collect();
    let near = ndarray::array![[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [3.0, -1.0, 0.5]];
    let params = LogisticParams::new(3).prior(Prior::new(near.clone(), Array1::zeros(3)));
    let fitted = params.check().unwrap().fit_rows(&x, &y, None).unwrap();
    assert_eq!(fitted.weights().row(2), near.row(2));
    // a class without rows is less probable, not impossible
    let p = fitted.predict_proba(&x);
    assert!(p[(0, 2)] > 0.01 && p[(0, 2)] < 0.2, "{p}");
    let fit = |prior| {
        let params = LogisticParams::new(3).prior(prior);
        params.check().unwrap().fit_rows(&x, &y, None)
    };
    assert!(fit(Prior::new(Array2::zeros((2, 3)), Array1::zeros(3))).is_err());
    assert!(fit(Prior::new(near.clone() * f64::NAN, Array1::zeros(3))).is_err());
    let free = LogisticParams::new(3).with_intercept(false);
    assert!(
        free.prior(Prior::new(near, Array1::zeros(3)))
            .check()
            .is_err()
    );
}

#[test]
fn where_a_prior_is_right_of_every_row_there_is_nothing_to_do() {
    let mut x = Csr::new(2);
    (0..10_u32).for_each(|i| x.push_row(&[(i % 2, 1.0)]));
    let y: Vec<usize> = (0..10).map(|i| i % 2).collect();
    let sure = ndarray::array![[300.0, -300.0], [-300.0, 300.0]];
    let params = LogisticParams::new(2).prior(Prior::new(sure.clone(), Array1::zeros(2)));
    let fitted = params.check().unwrap().fit_rows(&x, &y, None).unwrap();
    assert!(fitted.convergence().converged);
    assert_eq!(fitted.weights(), &sure);
}

#[test]
fn the_gap_that_is_told_is_never_less_than_the_true_one() {
    let mut constant = Csr::new(1);
    (0..50).for_each(|_| constant.push_row(&[(0, 1.0)]));
    let few: Vec<usize> = (0..50).map(|i| usize::from(i % 5 == 0)).collect();
    let (x2, y2) = data(150, 30, 2);
    let (x4, y4) = data(150, 30, 4);
    // a class without rows: its intercept has no lowest value
    let three: Vec<usize> = y4.iter().map(|y| y % 3).collect();
    for (name, x, y, classes) in [
        ("a column like the intercept", &constant, &few, 2),
        ("two classes", &x2, &y2, 2),
        ("four classes", &x4, &y4, 4),
        ("a class without rows", &x4, &three, 4),
    ] {
        for alpha in [0.01, 1.0] {
            let fit = |most: usize, tolerance: f64| {
                let params = LogisticParams::new(classes).alpha(alpha);
                let params = params.tolerance(tolerance).max_iterations(most);
                let fitted = params.check().unwrap().fit_rows(x, y, None).unwrap();
                fitted.convergence()
            };
            let best = fit(500, 1e-12).objective;
            for most in 1..9 {
                let stopped = fit(most, 1e-12);
                let gap = (stopped.objective - best) / stopped.objective;
                let told = stopped.relative_gap;
                assert!(
                    told >= gap - 1e-11,
                    "{name}, alpha {alpha}, {most} steps: {told} {gap}"
                );
                assert!(told <= 1.0, "{name}: {told}");
            }
            let end = fit(500, 1e-6);
            assert!(
                end.converged && end.relative_gap <= 1e-6,
                "{name}, alpha {alpha}: {end:?}"
            );
            assert!(
                (end.objective - best) / best <= 1e-6,
                "{name}, alpha {alpha}"
            );
        }
    }
}

#[test]
fn of_two_fits_the_worse_one_is_told() {
    let (x, y) = data(200, 40, 4);
    let fit = |most| {
        let params = LogisticParams::new(4).max_iterations(most);
        let fitted = params.check().unwrap().fit_rows(&x, &y, None).unwrap();
        Some(fitted.convergence())
    };
    let (early, end) = (fit(1), fit(200));
    for (one, other) in [(early, end), (end, early), (early, None), (None, early)] {
        assert_eq!(Convergence::worst(one, other), early);
    }
}

#[test]
fn stopping_early_is_reported() {
    let (x, y) = data(200, 40, 4);
    let params = LogisticParams::new(4)
        .alpha(1e-6)
        .max_iterations(1)
        .check()
        .unwrap();
    let fitted = params.fit_rows(&x, &y, None).unwrap();
    assert!(!fitted.convergence().converged);
    assert!(fitted.convergence().relative_gap > 1e-6);
}

#[test]
fn what_cannot_be_learned_from_is_refused() {
    let (x, y) = data(10, 5, 2);
    let params = LogisticParams::new(2).check().unwrap();
    assert!(params.fit_rows(&x, &y[..9], None).is_err());
    assert!(params.fit_rows(&x, &[0; 10], None).is_err());
    assert!(params.fit_rows(&x, &[5; 10], None).is_err());
    assert!(params.fit_rows(&x, &y, Some(&[f64::NAN; 10])).is_err());
    // as many numbers, 2 columns of 4 classes and 3 of 3, but another shape
    let fit = |columns: u32, classes: usize, start: Option<SparseLogistic>| {
        let (x, y) = data(20, columns, classes);
        let mut params = LogisticParams::new(classes);
        if let Some(start) = start {
            params = params.warm_start(start);
        }
        params.check().unwrap().fit_rows(&x, &y, None)
    };
    let near = fit(2, 4, None).unwrap();
    assert_eq!(
        fit(3, 3, Some(near.clone())).unwrap_err().kind(),
        ErrorKind::Training
    );
    assert!(fit(2, 4, Some(near)).is_ok());
    assert!(LogisticParams::new(1).check().is_err());
    assert!(LogisticParams::new(2).alpha(0.0).check().is_err());
    assert!(LogisticParams::new(2).tolerance(2.0).check().is_err());
}

#[test]
fn chi2_finds_the_column_that_tells_classes_apart() {
    let mut x = Csr::new(3);
    for i in 0..20_u32 {
        x.push_row(&[(0, 1.0), (1 + i % 2, 1.0)]);
    }
    let y: Vec<usize> = (0..20).map(|i| i % 2).collect();
    assert_eq!(linfa_solver::best_columns(&x, &y, 2, 2), [1, 2]);
}

const SKLEARN_COEF: [[f64; 3]; 3] = [
    [0.568_564_74, -0.443_265_42, 0.274_534_97],
    [-1.139_850_74, 0.686_938_75, -0.519_810_09],
    [0.571_285_99, -0.243_673_33, 0.245_275_12],
];

#[test]
fn a_warm_start_without_intercept_ends_where_a_cold_one_does() {
    for classes in [2, 4] {
        let (x, y) = data(120, 30, classes);
        let with = LogisticParams::new(classes).tolerance(1e-10);
        let fit = |params: LogisticParams| params.check().unwrap().fit_rows(&x, &y, None).unwrap();
        // a fit that leans on its intercepts
        let start = SparseLogistic {
            intercept: Array1::from_shape_fn(classes, |class| 3.0 - 2.0 * class as f64),
            ..fit(with.clone())
        };
        let without = with.with_intercept(false);
        let cold = fit(without.clone());
        let warm = fit(without.warm_start(start));
        assert!(cold.convergence().converged && warm.convergence().converged);
        assert!(
            warm.intercept().iter().all(|b| *b == 0.0),
            "{classes} classes"
        );
        let apart = (warm.weights() - cold.weights()).mapv(f64::abs);
        assert!(apart.iter().all(|d| *d < 1e-3), "{classes} classes");
    }
}

#[test]
fn targets_that_are_not_one_a_row_are_never_passed_over() {
    let (x, y) = data(20, 10, 2);
    let fitted = LogisticParams::new(2)
        .check()
        .unwrap()
        .fit_rows(&x, &y, None)
        .unwrap();
    assert!(linfa_solver::fit(&x, &y[1..], 1.0, 10, 1e-3).is_err());
    for targets in [19, 21] {
        let refused = std::panic::catch_unwind(|| {
            fitted.predict_inplace(&x, &mut Array1::zeros(targets));
        });
        assert!(refused.is_err(), "{targets}");
        let refused = std::panic::catch_unwind(|| {
            linfa_solver::best_columns(&x, &vec![0; targets], 2, 5);
        });
        assert!(refused.is_err(), "{targets}");
    }
}
