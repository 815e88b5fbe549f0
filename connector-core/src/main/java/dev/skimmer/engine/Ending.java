package dev.skimmer.engine;

import dev.skimmer.fault.FailPoints;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last commit of a run, which leaves a line in the table of syncs.
 *
 * @param pipeline named in that line
 * @param pass what ends
 * @param report knows the figures
 */
record Ending(String pipeline, Pass pass, RunReport report) {
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

  /** Ends a run that was finished or stopped. */
  SyncResult commit(boolean finished) {
    PassProgress progress = pass.progress();
    pass.committer().commitPending(progress.state());
    addEntry(report.result(finished), null);
    FailPoints.pass("before the last commit");
    pass.committer().finish(finished ? progress.completed() : progress.state());
    return report.result(finished);
  }

  /** Records a failure, where the destination still works. */
  void record(ConnectorException failure) {
    if (failure.code() == ErrorCode.SOURCE_CHANGED || failure.code().exitCode() == 5) {
      return;
    }
    try {
      pass.committer().rollback();
      addEntry(report.failed(), failure.getMessage());
      pass.committer().finish(pass.committer().committedState());
    } catch (ConnectorException e) {
      LOG.debug("The failure could not be recorded in {}", SyncsTable.SCHEMA.id(), e);
    }
  }

  private void addEntry(SyncResult result, String message) {
    pass.committer()
        .add(List.of(SyncsTable.entry(report.id(), pipeline, report.startedAt(), result, message)));
  }
}
