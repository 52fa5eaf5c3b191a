package io.gradsweep.driver.study;

import java.util.List;

/**
 * Record of the studies that were merged; written before anything else of the merged study.
 *
 * @param studies the folders, as URIs, in the order in which they were given
 */
public record MergeRecord(List<String> studies) {}
