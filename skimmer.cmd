@echo off
rem Starts Skimmer from its source tree on Windows, as the script skimmer does elsewhere. Builds it when it was never built.
rem After a change of the sources, delete cli\target\quick.
rem
rem Environment:
rem   JAVA_HOME          the Java (17 or newer) to use; without it, the java on the PATH
rem   SKIMMER_JAVA_OPTS  more options for the JVM
rem
rem The folder drivers beside this script is for jars of other JDBC drivers and connectors.
setlocal
set "home=%~dp0"
set "dist=%home%cli\target\quick\dist"
set "log=%home%cli\target\quick-build.log"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"

if exist "%dist%\built" goto run
echo skimmer: building ^(first run^) ... 1>&2
pushd "%home%"
if not exist cli\target mkdir cli\target
call mvn -q -B -DskipTests -Pquick -pl cli -am package > "%log%" 2>&1 < nul
if errorlevel 1 (
  popd
  echo skimmer: The build failed. Its output is in "%log%". 1>&2
  exit /b 1
)
popd
echo built> "%dist%\built"

:run
set "heap=-Xms160m -Xmn96m -Xmx512m"
if defined SKIMMER_JAVA_OPTS if not "%SKIMMER_JAVA_OPTS:-Xm=%"=="%SKIMMER_JAVA_OPTS%" set "heap=-Xms64m -Xmx512m"
"%java%" %heap% -XX:MaxDirectMemorySize=4g -Dio.lettuce.core.jfr=false -Dguice_bytecode_gen_option=DISABLED -XX:Tier4InvocationThreshold=20000 -XX:Tier4MinInvocationThreshold=2400 -XX:Tier4CompileThreshold=60000 -XX:Tier4BackEdgeThreshold=160000 -XX:+UseSerialGC %SKIMMER_JAVA_OPTS% "-Dskimmer.drivers=%home%drivers" -cp "%dist%\lib\*" dev.skimmer.cli.Skimmer %*
exit /b %errorlevel%
