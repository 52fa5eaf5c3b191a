package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of the repository, compared with each other and with the code. */
class TestDocs {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern NO_PAGE =
      Pattern.compile("(?:.*/)?(?:target|results|natives|\\.git)/.*");
  private static final Pattern LINK =
      Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:href|src)=\"([^\"]+)\"");
  private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```$");
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final Pattern CLASS = Pattern.compile("\\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\\b");
  private static final Pattern CODE = Pattern.compile("`[^`\n]+`");

  /** All pages of the repository. */
  static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !NO_PAGE.matcher(ROOT.relativize(file).toString()).matches())
          .sorted()
          .toList();
    }
  }

  /** A page without its blocks of code, in which nothing is a link or a heading. */
  private static String prose(Path page) throws IOException {
    return FENCE.matcher(Files.readString(page)).replaceAll("");
  }

  /** The names that GitHub gives to the headings of a page. */
  private static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new TreeSet<>();
    Map<String, Integer> times = new HashMap<>();
    for (String line : prose(page).lines().filter(line -> line.matches("#{1,6} .*")).toList()) {
      String name =
          line.replaceFirst("#+ +", "")
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N}_ -]", "")
              .replace(' ', '-');
      int before = times.merge(name, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? name : name + "-" + before);
    }
    return anchors;
  }

  private static List<String> relativeLinks(Path page) throws IOException {
    return LINK.matcher(CODE.matcher(prose(page)).replaceAll(""))
        .results()
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
        .filter(link -> !link.matches("[a-z]+:.*"))
        .toList();
  }

  private static boolean resolves(Path page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    boolean anchored =
        parts.length == 1 || Files.isRegularFile(target) && anchors(target).contains(parts[1]);
    return target.startsWith(ROOT) && Files.exists(target) && anchored;
  }

  @Test
  void everyRelativeLinkAndAnchorResolves() throws IOException {
    Set<String> broken = new TreeSet<>();
    int links = 0;
    for (Path page : pages()) {
      for (String link : relativeLinks(page)) {
        links++;
        if (!resolves(page, link)) {
          broken.add(ROOT.relativize(page) + ": " + link);
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(links).isGreaterThan(50);
  }

  @Test
  void aLinkThatLeadsNowhereIsNoticed() throws IOException {
    Path page = ROOT.resolve("docs/reliability.md");
    assertThat(resolves(page, "#damage-and-loss")).isTrue();
    assertThat(resolves(page, "sweeps.md#claims")).isTrue();
    assertThat(resolves(page, "sweeps.md#no-such-heading")).isFalse();
    assertThat(resolves(page, "no-such-page.md")).isFalse();
    assertThat(resolves(page, "../../elsewhere.md")).isFalse();
  }

  @Test
  void everyPageIsReachedFromTheReadme() throws IOException {
    Set<Path> reached = new TreeSet<>();
    reach(ROOT.resolve("README.md"), reached);
    assertThat(pages().stream().filter(page -> page.startsWith(ROOT.resolve("docs"))))
        .isNotEmpty()
        .allMatch(reached::contains);
  }

  private static void reach(Path page, Set<Path> reached) throws IOException {
    if (!page.toString().endsWith(".md") || !reached.add(page)) {
      return;
    }
    for (String link : relativeLinks(page)) {
      reach(page.resolveSibling(link.replaceFirst("#.*", "")).normalize(), reached);
    }
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("README.md")).size()).isLessThanOrEqualTo(120);
  }

  /** The first example of the README is a sweep that runs. */
  @Test
  void theSweepOfTheReadmeCanBePlanned(@TempDir Path folder) throws IOException {
    Matcher yaml = YAML.matcher(Files.readString(ROOT.resolve("README.md")));
    assertThat(yaml.find()).isTrue();
    Path sweep = Files.writeString(folder.resolve("rates.yaml"), yaml.group(1));
    Result plan = run("plan", sweep.toString(), "--out", folder.resolve("rates").toString());
    assertThat(plan.exit()).as(plan.err()).isZero();
    assertThat(plan.out()).containsPattern("trials +\\| 70 ");
  }

  @Test
  void everyClassOfTheArchitecturePageExists() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/architecture.md"));
    Set<String> classes;
    try (Stream<Path> files = Files.walk(ROOT)) {
      classes =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".java"))
              .map(name -> name.substring(0, name.length() - 5))
              .collect(Collectors.toSet());
    }
    List<String> named = CLASS.matcher(page).results().map(MatchResult::group).distinct().toList();
    assertThat(named).hasSizeGreaterThan(25);
    assertThat(named).filteredOn(name -> !classes.contains(name)).containsExactly("LibTorch");
  }

  @Test
  void theCitationIsOfThisVersion() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("CITATION.cff")))
        .contains("cff-version: 1.2.0", "version: " + Version.TEXT, "license: GPL-3.0-or-later");
  }
}
