package io.gradsweep.driver.storage;

import io.gradsweep.workers.run.JvmDefaults;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * The user that Hadoop and Spark ask for. A system may have no name for a user's number, as in
 * containers; Hadoop cannot log such a user in.
 */
public final class HadoopUser {

  /** Hadoop's own way to say who somebody is. */
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
