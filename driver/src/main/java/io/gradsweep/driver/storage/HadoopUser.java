package io.gradsweep.driver.storage;

import io.gradsweep.workers.run.JvmDefaults;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * The user for Hadoop and Spark. A system may have no name for a user's number, as in containers;
 * Hadoop cannot log in such a user.
 */
public final class HadoopUser {

  /** Hadoop's own variable for the user's name. */
  private static final String CHOSEN = "HADOOP_USER_NAME";

  private HadoopUser() {}

  /** Logs in a user without a name, by the number. Does nothing for others. */
  public static void logIn() {
    if (JvmDefaults.isNameless()) {
      String name = System.getenv().getOrDefault(CHOSEN, System.getProperty("user.name"));
      UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name));
    }
  }
}
