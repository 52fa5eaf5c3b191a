// SPDX-License-Identifier: MIT-0
// The same descent as Descent.java and descent.py, to the last bit; the protocol without a library of any kind.
//   cc -O2 -ffp-contract=off -o descent descent.c -lm && gradsweep run descent.yaml --code descent
// (Contraction to fused multiply-adds is switched off: each rounding is that of the other languages.)
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_WIDTH = 1000, MAX_STEPS = 10000, POINTS = 64, NON_FINITE = 3 };

// gradsweep's stream: xoshiro256++, started from the 64 hexadecimal digits of a seed
static uint64_t state[4];
static double spare;
static int has_spare;

static void seed(const char *hex) {
  for (int word = 0; word < 4; word++) {
    char digits[17] = {0};
    memcpy(digits, hex + 16 * word, 16);
    state[word] = strtoull(digits, NULL, 16);
  }
  has_spare = 0;
}

static uint64_t rotated(uint64_t x, int by) { return x << by | x >> (64 - by); }

static double uniform(void) {
  uint64_t word = rotated(state[0] + state[3], 23) + state[0], shifted = state[1] << 17;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= shifted;
  state[3] = rotated(state[3], 45);
  return (double)(word >> 11) * 0x1p-53;
}

// fdlibm's logarithm: the C library's own differs from machine to machine in the last bit
static double logarithm(double x) {
  int64_t bits;
  memcpy(&bits, &x, sizeof bits);
  int64_t high = bits >> 32 & 0xfffff, up = (high + 0x95f64) & 0x100000;
  double k = (double)((bits >> 52) - 1023 + (up >> 20)), f;
  bits = (high | (up ^ 0x3ff00000)) << 32 | (bits & 0xffffffff);
  memcpy(&f, &bits, sizeof f);
  f -= 1;
  double k_high = k * 6.93147180369123816490e-01, k_low = k * 1.90821492927058770002e-10;
  if (((2 + high) & 0xfffff) < 3) {
    double r = f * f * (0.5 - 0.33333333333333333 * f);
    return k == 0 ? f - r : k_high - ((r - k_low) - f);
  }
  double s = f / (2 + f), z = s * s, w = z * z, half = 0.5 * f * f;
  double odd = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  double even = z * (6.666666666666735130e-01
                     + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  double r = even + odd;
  if (((high - 0x6147a) | (0x6b851 - high)) > 0) {
    return k == 0 ? f - (half - s * (half + r)) : k_high - ((half - (s * (half + r) + k_low)) - f);
  }
  return k == 0 ? f - s * (f - r) : k_high - ((s * (f - r) - k_low) - f);
}

static double gaussian(void) {
  if (has_spare) {
    has_spare = 0;
    return spare;
  }
  for (;;) {
    double u = 2 * uniform() - 1, v = 2 * uniform() - 1, s = u * u + v * v;
    if (s > 0 && s < 1) {
      double factor = sqrt(-2 * logarithm(s) / s);
      spare = v * factor;
      has_spare = 1;
      return u * factor;
    }
  }
}

// Steps of the curve: step 1 is the first, the last is the budget, evenly spaced in their logarithms between.
static long slot(int i) {
  return i == 0 ? 0 : (long)floor(pow(MAX_STEPS, (i - 1) / (double)(POINTS - 2)) + 0.5);
}

static const char *value(const char *line, const char *key) {
  const char *found = strstr(line, key);
  if (!found) {
    fprintf(stderr, "no %s in the request: %s", key, line);
    exit(1);
  }
  return found + strlen(key);
}

static void number(double x) {
  if (isfinite(x)) {
    printf("%.17g", x);
  } else {
    printf(isnan(x) ? "NaN" : x > 0 ? "Infinity" : "-Infinity");
  }
}

static void answer(const char *line) {
  static double x[MAX_WIDTH], errors[POINTS + 1];
  static long steps[POINTS + 1];
  long id = atol(value(line, "\"id\":")), width = atol(value(line, "\"width\":"));
  double step_size = strtod(value(line, "\"step_size\":"), NULL), error = NAN;
  seed(strchr(value(line, "\"init\":"), '"') + 1);
  for (long i = 0; i < width; i++) {
    x[i] = gaussian();
  }
  const char *status = "not_converged";
  int recorded = 0, next = 1, non_finite = 0;
  long step = 0;
  while (step < MAX_STEPS) {
    step++;
    double squares = 0;
    for (long i = 0; i < width; i++) {
      x[i] -= step_size * (double)(i + 1) * x[i];
      squares += x[i] * x[i];
    }
    error = sqrt(squares);
    non_finite = isfinite(error) ? 0 : non_finite + 1;
    int ends = error < 1e-9 || non_finite == NON_FINITE || step == MAX_STEPS;
    if (step >= slot(next) || ends) {
      steps[recorded] = step;
      errors[recorded++] = error;
      while (next < POINTS && slot(next) <= step) {
        next++;
      }
    }
    if (error < 1e-9 || non_finite == NON_FINITE) {
      status = error < 1e-9 ? "converged" : "diverged";
      break;
    }
  }
  printf("{\"id\": %ld, \"status\": \"%s\", \"steps\": %ld, ", id, status, step);
  if (!strcmp(status, "diverged")) {
    printf("\"reason\": \"the error is not finite\", \"measurements\": {\"gap\": null}");
  } else {
    if (!strcmp(status, "converged")) {
      printf("\"steps_to_target\": %ld, ", step);
    }
    printf("\"final_error\": %.17g, \"measurements\": {\"gap\": %.17g}", error, error);
  }
  printf(", \"metrics\": {\"step\": [");
  for (int i = 0; i < recorded; i++) {
    printf(i ? ", %ld" : "%ld", steps[i]);
  }
  printf("], \"error\": [");
  for (int i = 0; i < recorded; i++) {
    printf(i ? ", " : "");
    number(errors[i]);
  }
  printf("]}}\n");
  fflush(stdout); // the answer is out before the next request is waited for
}

int main(int argc, char **argv) {
  if (argc == 2 && !strcmp(argv[1], "describe")) {
    puts("{\"gradsweep\": 1, \"name\": \"own-descent\", \"version\": 1,"
         " \"about\": \"Gradient descent on a quadratic: how many steps, for which step size?\","
         " \"parameters\": [{\"name\": \"step_size\", \"type\": \"real\", \"above\": 0, \"default\": 0.1},"
         " {\"name\": \"width\", \"type\": \"whole\", \"least\": 1, \"most\": 1000, \"default\": 8}],"
         " \"measurements\": [{\"name\": \"gap\", \"type\": \"real\"}], \"metrics\": [{\"name\": \"error\"}],"
         " \"streams\": {\"init\": \"replicate\"}, \"curve\": {\"points\": 64, \"spacing\": \"log\"}}");
    return 0;
  }
  if (argc != 2 || strcmp(argv[1], "work")) {
    fprintf(stderr, "usage: %s describe | work\n", argv[0]);
    return 2;
  }
  char *line = NULL;
  size_t size = 0;
  while (getline(&line, &size, stdin) > 0) {
    answer(line);
  }
  free(line);
  return 0;
}
