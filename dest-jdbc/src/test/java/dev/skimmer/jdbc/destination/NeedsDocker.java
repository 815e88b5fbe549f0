package dev.skimmer.jdbc.destination;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/** Skips the tests of a class where no Docker answers, and nowhere else. */
final class NeedsDocker implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (DockerClientFactory.instance().isDockerAvailable()) {
      return ConditionEvaluationResult.enabled("Docker answers");
    }
    String reason = "No Docker can be reached: " + context.getDisplayName() + " was not run";
    System.out.println(reason);
    return ConditionEvaluationResult.disabled(reason);
  }
}
