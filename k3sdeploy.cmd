@echo off
rem Starts k3sdeploy from this checkout, from whatever folder it is called; builds the jar first when it is missing or
rem older than its sources.
setlocal enabledelayedexpansion
set "TOP=%~dp0"
set "JAR=%TOP%target\k3sdeploy-all.jar"
set "JAVA=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo k3sdeploy needs Java 17 or newer, and there is none: install it, or set JAVA_HOME 1>&2
  exit /b 1
)
set "STALE="
if not exist "%JAR%" set "STALE=yes"
if not defined STALE (
  powershell -NoProfile -Command "$j=(Get-Item -LiteralPath '%JAR%').LastWriteTime; $s=Get-ChildItem -Recurse -File '%TOP%src\main','%TOP%templates','%TOP%lab\simulator','%TOP%pom.xml' | Where-Object { $_.LastWriteTime -gt $j } | Select-Object -First 1; if ($s) { exit 1 }"
  if errorlevel 1 set "STALE=yes"
)
if defined STALE (
  echo Building k3sdeploy ^(once; some minutes the first time^) ... 1>&2
  pushd "%TOP%"
  call mvnw.cmd -q -B -DskipTests -Dspotless.check.skip package 1>&2
  set "BUILT=!errorlevel!"
  popd
  if not "!BUILT!"=="0" exit /b 1
)
"%JAVA%" -Djdk.console=java.base -Djdk.http.auth.tunneling.disabledSchemes= -XX:+UseSerialGC -Xshare:auto -jar "%JAR%" %*
exit /b %errorlevel%
