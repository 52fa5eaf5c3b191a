package io.gradsweep.driver.store;

import java.util.List;

/**
 * What a merged study was merged from; written before anything else of it.
 *
 * @param studies the folders, as URIs, in the order in which they were given
 */
public record MergeRecord(List<String> studies) {}
