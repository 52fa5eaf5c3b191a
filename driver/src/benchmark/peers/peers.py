"""The experiment of kl.yaml as a user would write it without gradsweep: numba or joblib, results in an array.

    peers.py numba|joblib STEPS TRIALS THREADS [FILE]

Gradient descent of KL(q||softmax(theta)) from random starts, for 1000 step sizes, with the loss at every step: how many steps reach the
loss of 5 % above the entropy, and the last loss. FILE receives the array. Python's own start is part of the time that the caller takes.
"""

import sys

import numpy as np

N = 10
STEP_SIZES = np.linspace(0.02, 20, 1000)


def trial(q, p, step_size, steps, entropy):
    theta = np.log(p[:N] / p[N])
    to_target = -1
    loss = 0.0
    for step in range(steps + 1):
        loss = 0.0
        for i in range(N + 1):
            loss -= q[i] * np.log(p[i])
        if to_target < 0 and loss < 1.05 * entropy:
            to_target = step
        if step == steps:
            break
        for i in range(N):
            theta[i] -= step_size * (p[i] - q[i])
        top = max(0.0, theta.max())
        total = np.exp(-top)
        p[N] = total
        for i in range(N):
            p[i] = np.exp(theta[i] - top)
            total += p[i]
        for i in range(N + 1):
            p[i] /= total
    return to_target, loss


def trial_in_numpy(q, p, step_size, steps, entropy):
    """The same with whole arrays, which plain Python needs."""
    theta = np.log(p[:N] / p[N])
    to_target = -1
    for step in range(steps + 1):
        loss = -(q * np.log(p)).sum()
        if to_target < 0 and loss < 1.05 * entropy:
            to_target = step
        if step == steps:
            return to_target, loss
        theta -= step_size * (p[:N] - q[:N])
        weights = np.exp(np.append(theta, 0.0) - max(0.0, theta.max()))
        p = weights / weights.sum()


def normalised(random, count):
    p = random.random((count, N + 1)) + 1e-16
    return p / p.sum(axis=1, keepdims=True)


def with_numba(q, starts, steps, entropy, threads):
    import numba

    numba.set_num_threads(threads)
    one = numba.njit(trial)

    @numba.njit(parallel=True)
    def all_trials(q, starts, step_sizes, out):
        for k in numba.prange(len(starts)):
            out[k, 0], out[k, 1] = one(q, starts[k].copy(), step_sizes[k % len(step_sizes)], steps, entropy)

    out = np.empty((len(starts), 2))
    all_trials(q, starts, STEP_SIZES, out)
    return out


def some(q, starts, first, steps, entropy):
    return [
        trial_in_numpy(q, starts[k].copy(), STEP_SIZES[(first + k) % len(STEP_SIZES)], steps, entropy)
        for k in range(len(starts))
    ]


def with_joblib(q, starts, steps, entropy, threads):
    from joblib import Parallel, delayed

    size = max(1, len(starts) // (20 * threads))
    parts = Parallel(n_jobs=threads)(
        delayed(some)(q, starts[k : k + size], k, steps, entropy) for k in range(0, len(starts), size)
    )
    return np.array([row for part in parts for row in part], dtype=float)


def main():
    peer, steps, trials, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    random = np.random.default_rng(18)
    q = normalised(random, 1)[0]
    entropy = -(q * np.log(q)).sum()
    starts = normalised(random, trials)
    run = {"numba": with_numba, "joblib": with_joblib}[peer]
    out = run(q, starts, steps, entropy, threads)
    if len(sys.argv) > 5:
        np.save(sys.argv[5], out)


if __name__ == "__main__":
    main()
