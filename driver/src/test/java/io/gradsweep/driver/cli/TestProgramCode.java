package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that speaks the protocol gets all that our simulations get. */
class TestProgramCode {

  private static final String PROGRAM =
      """
      import json, os, sys, table
      DECLARATION = {
          "gradsweep": 1, "name": "own-table", "version": 1, "about": "A value of a table.",
          "parameters": [{"name": "row", "type": "whole", "least": 0, "default": 0},
                         {"name": "what", "type": "text", "default": "nothing"}],
          "measurements": [{"name": "value"}], "metrics": [{"name": "error"}],
          "streams": {"init": "replicate"}, "environment": {"table": table.VERSION}}
      if sys.argv[1] == "describe":
          print(json.dumps(DECLARATION))
          sys.exit()
      for line in sys.stdin:
          request = json.loads(line)
          what = request["parameters"]["what"]
          if what == "abort":
              os.abort()
          elif what == "print":
              print("stray")
          elif what == "raise":
              sys.stderr.write("a trace of replicate %d\\n" % request["replicate"])
          value = float(open("data/values.txt").read().split()[request["parameters"]["row"]])
          answer = {"id": request["id"], "status": "converged", "steps": 2, "final_error": 0.25,
                    "measurements": {"value": value * FACTOR},
                    "metrics": {"step": [0, 1, 2], "error": [1.0, 0.5, 0.25]}}
          if what == "raise":
              answer = {"id": request["id"], "status": "failed", "reason": "ValueError: of row"}
          print(json.dumps(answer), flush=True)
      """;

  @TempDir private Path folder;

  private Path sweep;
  private Path study;
  private Path program;

  @BeforeEach
  void write() throws IOException {
    sweep =
        Gradsweep.write(
            folder,
            "sweep: own",
            "simulation: own-table",
            "grid: {row: [0, 1, 2]}",
            "replicates: 4",
            "summary: [{by: row, of: [value]}]",
            "claims: [{claim: c, source: s, sql: SELECT sum(value) FROM trials, expect: '== 24'}]");
    study = folder.resolve("study");
    program = folder.resolve("own.py");
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/values.txt"), "1 2 3\n");
    Files.writeString(folder.resolve("table.py"), "VERSION = '1.0'\n");
    writeProgram("1");
  }

  private void writeProgram(String factor) throws IOException {
    Files.writeString(program, PROGRAM.replace("FACTOR", factor));
  }

  /** Each command of a process of its own: what one has loaded, the next one has not. */
  private static Result run(String... args) {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try {
      return Gradsweep.run(args);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private Result runWith(String command, String... more) {
    List<String> args = new ArrayList<>(List.of(command));
    args.addAll(List.of(more));
    args.addAll(List.of("--code", program.toString(), "--files"));
    args.addAll(List.of(folder.resolve("data").toString(), folder.resolve("table.py").toString()));
    return run(args.toArray(String[]::new));
  }

  private Result sweep(String... more) {
    List<String> args = new ArrayList<>(List.of(sweep.toString(), "--out", study.toString(), "-q"));
    args.addAll(List.of(more));
    return runWith("run", args.toArray(String[]::new));
  }

  private static Result ok(Result result) {
    assertThat(result.exit()).as(result.err()).isZero();
    return result;
  }

  private String query(String sql) {
    String csv = ok(run("query", study.toString(), sql, "--format", "csv")).out();
    return String.join(";", csv.lines().skip(1).toList());
  }

  @Test
  void aProgramIsPlannedRunGrownReadReplayedAndChecked() {
    assertThat(ok(runWith("plan", sweep.toString(), "--out", study.toString())).out())
        .contains("12");
    ok(sweep());
    assertThat(
            query(
                "SELECT row, count(*), sum(value), max(rate_points) FROM trials GROUP BY 1 ORDER BY 1"))
        .isEqualTo("0,4,4.0,3;1,4,8.0,3;2,4,12.0,3");
    assertThat(ok(run("verify", study.toString())).out()).contains("PASS");
    ok(sweep("replicates=5"));
    assertThat(query("SELECT count(*), sum(value) FROM trials")).isEqualTo("15,30.0");
    assertThat(query("SELECT count(*) FROM trajectories")).isEqualTo("45");
    String id = query("SELECT min(trial_id) FROM trials");
    assertThat(runWith("replay", study.toString(), id).err()).contains("bit for bit");
    assertThat(run("replay", study.toString(), id).err()).contains("--code");
    assertThat(ok(runWith("check", study.toString(), "--format", "csv")).out())
        .contains("trials run again,15\n", "of which differ,0\n");
    assertThat(ok(run("status", study.toString())).out()).contains("own-table");
  }

  @Test
  void otherCodeUnderOneVersionIsRefused() throws IOException {
    ok(sweep());
    writeProgram("1.0");
    Result refused = sweep("replicates=5");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("raise the simulation's version", "--same-numbers");
    ok(sweep("replicates=5", "--same-numbers"));
    Files.writeString(folder.resolve("data/values.txt"), "1 2 4\n");
    assertThat(sweep("replicates=6").exit()).isEqualTo(2);
  }

  @Test
  void anotherEnvironmentIsToldOnce() throws IOException {
    ok(sweep());
    Files.writeString(folder.resolve("table.py"), "VERSION = '1.1'\n");
    Result told = ok(sweep("replicates=5", "--same-numbers"));
    assertThat(told.err()).containsOnlyOnce("environment: table 1.1 here, table 1.0");
  }

  @Test
  void faultsAreRowsAndNeighboursAreUnharmed() throws IOException {
    Result faults = sweep("what=nothing,abort,print,raise");
    assertThat(faults.exit()).isEqualTo(1);
    assertThat(
            query(
                "SELECT what, count(*), min(status), max(status), min(reason), sum(value) FROM trials"
                    + " GROUP BY 1 ORDER BY 1"))
        .isEqualTo(
            "abort,12,failed,failed,killed: signal 6,;nothing,12,converged,converged,,24.0;"
                + "print,12,failed,failed,simulation returned a line that is no answer: 'stray',;"
                + "raise,12,failed,failed,ValueError: of row,");
    try (var logs = Files.list(study.resolve("_logs"))) {
      assertThat(logs.map(log -> log.toFile()).toList())
          .anySatisfy(log -> assertThat(log).content().contains("a trace of replicate"));
    }
    assertThat(sweep("what=nothing,abort,print,raise", "--rerun", "failed").exit()).isEqualTo(1);
    assertThat(query("SELECT count(*), sum(value) FROM trials")).isEqualTo("48,24.0");
  }

  @Test
  void aProgramThatCannotBeUsedIsOneSentenceBeforeAnythingRuns() throws IOException {
    Files.writeString(program, "print('hello')\n");
    Result refused = sweep();
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo(
            "Cannot use program: own.py (asked to describe itself, it printed what is no JSON object"
                + " alone: 'hello')\n");
    assertThat(study).doesNotExist();
    Result started = runWith("list", "--with", "/no/such/python");
    assertThat(started.exit()).isEqualTo(2);
    assertThat(started.err()).contains("/no/such/python").hasLineCount(1);
    Path text = Files.writeString(folder.resolve("notes.txt"), "x");
    assertThat(run("list", "--code", text.toString()).err()).contains("program that may be run");
  }

  @Test
  void valuesBehindFilesAreValues() throws IOException {
    String[] files = {"--files", folder + "/data", folder + "/table.py", "row=1", "what=a=b"};
    List<String> args = new ArrayList<>(List.of("plan", sweep.toString()));
    args.addAll(List.of("--code", program.toString()));
    args.addAll(List.of(files));
    assertThat(ok(run(args.toArray(String[]::new))).out()).containsPattern("trials +\\| 4");
    args.removeAll(List.of(folder + "/data", folder + "/table.py"));
    assertThat(run(args.toArray(String[]::new)).err())
        .contains("Missing required parameter for option '--files' (PATH)");
  }

  @Test
  void aProgramOfTheNameOfAnotherIsRefused() throws IOException {
    Path other = Files.copy(program, Files.createDirectory(folder.resolve("b")).resolve("o.py"));
    Files.writeString(other, "# another\n" + Files.readString(other));
    assertThat(runWith("list", "--code", other.toString()).err())
        .contains("own-table has the name of one that is there already", "o.py", "own.py")
        .hasLineCount(1);
  }

  @Test
  void threadsDecideTheSlots() throws IOException {
    Files.writeString(
        program,
        PROGRAM
            .replace("FACTOR", "1")
            .replace("\"version\": 1", "\"version\": 1, \"threads\": 1000"));
    assertThat(ok(runWith("plan", sweep.toString(), "--out", study.toString())).out())
        .containsPattern("slots +\\| 1 on this machine \\(a trial takes 1000 threads\\)");
    String[] ofSweep = {sweep.toString(), "resources={threads: 999, memory: 1t}"};
    assertThat(ok(runWith("plan", ofSweep)).out())
        .containsPattern("slots +\\| 1 on this machine \\(a trial takes 999 threads, 1t\\)");
    ok(sweep("--master", "local[2]"));
    assertThat(query("SELECT count(*) FROM trials")).isEqualTo("12");
  }
}
