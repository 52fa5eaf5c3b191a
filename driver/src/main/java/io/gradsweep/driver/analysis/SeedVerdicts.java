package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.Beside;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The verdicts of the claims of sweeps under several base seeds. */
public final class SeedVerdicts {

  /** The results under each base seed, in the order of the file, by sweep. */
  private final Map<String, Map<Long, List<ClaimResult>>> sweeps = new LinkedHashMap<>();

  public void add(String sweep, long seed, List<ClaimResult> results) {
    sweeps.computeIfAbsent(sweep, name -> new LinkedHashMap<>()).put(seed, results);
  }

  /** All results, under all seeds. */
  public List<ClaimResult> all() {
    return sweeps.values().stream()
        .flatMap(seeds -> seeds.values().stream())
        .flatMap(List::stream)
        .toList();
  }

  /** The results under each sweep's own seed. */
  public Map<String, List<ClaimResult>> ofFirstSeed() {
    Map<String, List<ClaimResult>> first = new LinkedHashMap<>();
    sweeps.forEach((sweep, seeds) -> first.put(sweep, seeds.values().iterator().next()));
    return first;
  }

  /** A row for each claim: how often it has each verdict, and under which seeds it fails. */
  public Answer table() {
    List<List<Object>> rows = new ArrayList<>();
    boolean checks = all().stream().anyMatch(ClaimResult::isCheck);
    sweeps.forEach(
        (sweep, seeds) -> {
          for (List<ClaimResult> claim : byClaim(seeds)) {
            rows.add(row(sweep, List.copyOf(seeds.keySet()), claim, checks));
          }
        });
    List<String> names =
        List.of(
            "sweep",
            "kind",
            "claim",
            "pass",
            "fail",
            "inconclusive",
            "fails under seeds",
            "least",
            "greatest",
            "expected",
            "source");
    return new Answer(names, rows)
        .keeping(
            column ->
                !List.of("kind", "fails under seeds", "source").contains(names.get(column))
                    || rows.stream().anyMatch(row -> !row.get(column).equals("")));
  }

  /** The results of each claim, one under each seed. */
  private static List<List<ClaimResult>> byClaim(Map<Long, List<ClaimResult>> seeds) {
    List<List<ClaimResult>> all = List.copyOf(seeds.values());
    return IntStream.range(0, all.get(0).size())
        .mapToObj(i -> all.stream().map(results -> results.get(i)).toList())
        .toList();
  }

  private static List<Object> row(
      String sweep, List<Long> seeds, List<ClaimResult> claim, boolean checks) {
    ClaimResult first = claim.get(0);
    List<Object> row = new ArrayList<>();
    row.add(sweep);
    row.add(checks ? first.kind().word() : "");
    row.add(first.claim());
    for (Verdict verdict : Verdict.values()) {
      row.add(count(claim, verdict));
    }
    row.add(
        IntStream.range(0, claim.size())
            .filter(i -> claim.get(i).verdict() == Verdict.FAIL)
            .mapToObj(i -> seeds.get(i).toString())
            .collect(Collectors.joining(", ")));
    List<Double> values =
        claim.stream().map(ClaimResult::value).filter(Objects::nonNull).sorted().toList();
    Double low = first.bound().low();
    Double high = first.bound().high();
    row.add(Beside.of(values.isEmpty() ? null : values.get(0), low, high));
    row.add(Beside.of(values.isEmpty() ? null : values.get(values.size() - 1), low, high));
    row.add(first.bound().text());
    row.add(first.source());
    return row;
  }

  private static long count(List<ClaimResult> claim, Verdict verdict) {
    return claim.stream().filter(result -> result.verdict() == verdict).count();
  }

  /** The number of claims that pass under one seed and fail under another, in words. */
  public String words() {
    long flips =
        sweeps.values().stream()
            .flatMap(seeds -> byClaim(seeds).stream())
            .filter(claim -> count(claim, Verdict.PASS) > 0 && count(claim, Verdict.FAIL) > 0)
            .count();
    return flips == 0
        ? "no claim passes under one base seed and fails under another"
        : "%d %s under one base seed and %s under another"
            .formatted(
                flips, flips == 1 ? "claim passes" : "claims pass", flips == 1 ? "fails" : "fail");
  }
}
