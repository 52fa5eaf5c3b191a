package io.gradsweep.driver.query;

import java.util.List;

/** Rows that answer a question: one value per column, null where there is none. */
public record Answer(List<String> columns, List<List<Object>> rows) {}
