package io.gradsweep.driver.report;

import io.gradsweep.driver.ResourceText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The frame around the sections: head, navigation, scripts. The page's policy names its two scripts
 * and its style by their hashes, so that nothing else in it can run, whatever texts a study
 * contains, and nothing is fetched.
 */
final class Frame {

  /**
   * The mark by which a report is distinguished from other files, which must not be overwritten.
   */
  static final String GENERATOR = "gradsweep report";

  private static final String STYLE = resource("report.css");
  private static final String SCRIPT =
      Stream.of("words", "axes", "lines", "statuses", "figures", "page")
          .map(part -> resource("js/" + part + ".js"))
          .collect(Collectors.joining("\n", "(() => {\n'use strict';\n\n", "})();\n"));
  private static final String ECHARTS = resource("echarts/echarts.min.js");

  private Frame() {}

  /**
   * The whole page.
   *
   * @param sections titles by their ids, for the navigation
   * @param main writes the header and the sections
   */
  static String page(String title, Map<String, String> sections, Html html, Runnable main) {
    html.open("html", "lang", "en");
    head(html, title);
    html.open("body").line();
    html.element("a", "Skip to the content", "class", "skip", "href", "#main");
    navigation(html, sections);
    html.open("main", "id", "main").line();
    main.run();
    html.close().line();
    html.verbatim("script", ECHARTS).line();
    html.verbatim("script", SCRIPT).line();
    html.close().close();
    return "<!doctype html>\n" + html + "\n";
  }

  private static void head(Html html, String title) {
    html.open("head").line().empty("meta", "charset", "utf-8").line();
    html.empty("meta", "name", "generator", "content", GENERATOR).line();
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy()).line();
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    html.empty("meta", "name", "color-scheme", "content", "light dark").line();
    html.element("title", title).line();
    html.verbatim("style", STYLE).close().line();
  }

  private static String policy() {
    return "default-src 'none'; script-src %s %s; style-src %s; img-src data:; base-uri 'none'; form-action 'none'"
        .formatted(hash(ECHARTS), hash(SCRIPT), hash(STYLE));
  }

  private static void navigation(Html html, Map<String, String> sections) {
    html.open("nav", "aria-label", "Sections").open("ul");
    sections.forEach((id, title) -> html.open("li").element("a", title, "href", "#" + id).close());
    html.close();
    html.element(
        "button", "Theme", "type", "button", "id", "theme", "aria-label", "Switch dark and light");
    html.close().line();
  }

  private static String hash(String content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256, which every Java must have", e);
    }
  }

  private static String resource(String name) {
    return ResourceText.text("/report/" + name);
  }
}
