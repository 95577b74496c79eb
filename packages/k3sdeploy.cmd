@echo off
rem Starts k3sdeploy from where it was unpacked.
setlocal disabledelayedexpansion
set "TOP=%~dp0.."
set "JAVA=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo k3sdeploy needs Java 17 or newer, and there is none: install it, or set JAVA_HOME 1>&2
  exit /b 1
)
"%JAVA%" -Djdk.console=java.base -Djdk.http.auth.tunneling.disabledSchemes= -XX:+UseSerialGC -Xshare:auto -jar "%TOP%\lib\k3sdeploy.jar" %*
exit /b %errorlevel%
