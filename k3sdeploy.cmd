@echo off
rem Starts k3sdeploy from this checkout, from whatever folder it is called; builds the jar first when it is missing or
rem older than its sources. Delayed expansion stays off: it would take exclamation marks out of the arguments.
setlocal disabledelayedexpansion
set "TOP=%~dp0"
set "JAR=%TOP%target\k3sdeploy-all.jar"
set "JAVA=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo k3sdeploy needs Java 17 or newer, and there is none: install it, or set JAVA_HOME 1>&2
  exit /b 1
)
if not exist "%JAR%" goto build
rem The folder comes by the environment: its name may hold a quote.
powershell -NoProfile -Command "$j = (Get-Item -LiteralPath $env:JAR).LastWriteTime; $s = 'src\main', 'templates', 'lab\simulator', 'pom.xml' | ForEach-Object { Get-ChildItem -Recurse -File -LiteralPath (Join-Path $env:TOP $_) } | Where-Object { $_.LastWriteTime -gt $j } | Select-Object -First 1; if ($s) { exit 1 }"
if not errorlevel 1 goto run

:build
echo Building k3sdeploy (once; some minutes the first time) ... 1>&2
pushd "%TOP%"
call mvnw.cmd -q -B -DskipTests -Dspotless.check.skip package 1>&2
if errorlevel 1 (
  popd
  exit /b 1
)
popd

:run
"%JAVA%" -Djdk.console=java.base -Djdk.http.auth.tunneling.disabledSchemes= -XX:+UseSerialGC -Xshare:auto -jar "%JAR%" %*
exit /b %errorlevel%
