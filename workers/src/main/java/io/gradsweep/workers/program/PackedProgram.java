package io.gradsweep.workers.program;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A program as an archive takes it along: described once, so that it need not run to be known.
 *
 * @param file the program, among its files
 * @param interpreter words before it; empty for a program that runs by itself
 * @param hash of what runs
 * @param description what it has printed of itself
 * @param startMillis what that took
 */
public record PackedProgram(
    String file,
    List<String> interpreter,
    String hash,
    String description,
    @JsonProperty("start_millis") long startMillis) {

  /** The entry of an archive that has this. */
  public static final String ENTRY = "META-INF/gradsweep/program.json";

  /** The folder of an archive that has the program and its files. */
  public static final String FILES = "META-INF/gradsweep/program/";

  private static final JsonMapper JSON = new JsonMapper();

  public PackedProgram {
    requireNonNull(file, "file is null");
    interpreter = List.copyOf(interpreter);
    requireNonNull(hash, "hash is null");
    requireNonNull(description, "description is null");
  }

  /**
   * Asks a program in a folder to describe itself.
   *
   * @throws UnusableProgram if it does not
   */
  public static PackedProgram described(
      Path folder, String file, List<String> interpreter, String hash) {
    Description description = Description.of(program(folder, file, interpreter));
    return new PackedProgram(
        file, interpreter, hash, description.json(), description.took().toMillis());
  }

  /** As the entry of an archive. */
  public byte[] bytes() {
    try {
      return JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write program: " + file, e);
    }
  }

  static PackedProgram read(byte[] bytes) {
    try {
      return JSON.readValue(new String(bytes, StandardCharsets.UTF_8), PackedProgram.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read program: " + e.getOriginalMessage(), e);
    }
  }

  Program in(Path folder) {
    return program(folder, file, interpreter);
  }

  private static Program program(Path folder, String file, List<String> interpreter) {
    List<String> command = new ArrayList<>(interpreter);
    command.add(folder.resolve(file).toString());
    return new Program(file, command, folder);
  }

  ProgramSpec spec() {
    return Description.read(description, file);
  }

  Duration took() {
    return Duration.ofMillis(startMillis);
  }
}
