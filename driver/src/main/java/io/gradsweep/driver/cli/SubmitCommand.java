package io.gradsweep.driver.cli;

import picocli.CommandLine.Command;

@Command(
    name = "submit",
    description = "Submits the run of a sweep to a cluster's queue.",
    synopsisSubcommandLabel = "KIND",
    subcommands = {SubmitSlurmCommand.class, SubmitYarnCommand.class, SubmitK8sCommand.class},
    mixinStandardHelpOptions = true)
final class SubmitCommand {}
