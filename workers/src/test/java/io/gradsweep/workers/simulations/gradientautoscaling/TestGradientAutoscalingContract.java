package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.workers.SimulationContract;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.torch.NeedsTorch;
import java.util.List;
import java.util.Map;

/** With oracle P18: the contract runs one trial on many threads. */
@NeedsTorch
class TestGradientAutoscalingContract extends SimulationContract {

  private static final GradientAutoscaling SIMULATION = new GradientAutoscaling();

  @Override
  protected Simulation simulation() {
    return SIMULATION;
  }

  @Override
  protected Map<String, ParamValue> smallest() {
    return Map.of(
        "num_classes", ParamValue.of(4),
        "image_size", ParamValue.of(8),
        "num_samples", ParamValue.of(8),
        "num_test_samples", ParamValue.of(4),
        "batch_size", ParamValue.of(4),
        "epochs", ParamValue.of(1));
  }

  @Override
  protected List<Map<String, ParamValue>> extremes() {
    return List.of(
        Map.of("step_size", ParamValue.of(1e300)),
        Map.of("step_size", ParamValue.of(1e-300)),
        Map.of("noise", ParamValue.of(0.0)),
        Map.of("batch_size", ParamValue.of(9)),
        Map.of("max_steps", ParamValue.of(1)),
        Map.of("epsilon", ParamValue.of(0.0), "method", ParamValue.of("znorm")),
        Map.of("eligible", ParamValue.of("all"), "method", ParamValue.of("znorm")),
        Map.of("data_dir", ParamValue.of("/nowhere")),
        Map.of(
            "dataset", ParamValue.of("cifar100_file"), "data_dir", ParamValue.of("hdfs:///none")));
  }
}
